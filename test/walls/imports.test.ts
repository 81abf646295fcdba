import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plantTree, ROOT, runTool } from './planted-tree.ts';
import { FOLDERS, readTree } from './source-file.ts';

/** What dependency-cruiser reports, in the part we read. */
type Report = {
  modules: { source: string }[];
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
};

/** A tree in which everyone stays in their own room, and every exception of a rule is used. */
const CLEAN = {
  'core/seal.ts': `export const makeSeal = (name: string) => name;\nexport type Sealed = string;\n`,
  'core/redact/gate.ts': `import { makeSeal } from '../seal.ts';\nexport const gate = makeSeal('Outbound');\n`,
  'core/hen.ts': `import type { Egg } from './egg.ts';\nexport type Hen = Egg;\n`,
  'core/egg.ts': `export type Egg = string;\n`,
  'core/plan.ts': `import { z } from 'zod';\nimport type { Sealed } from './seal.ts';\nexport const Plan = z.string();\nexport type Plan = Sealed;\n`,
  'edge/github/write.ts': `import { request } from '@octokit/request';\nexport const write = request;\n`,
  'edge/claude/launch.ts': `import { spawn } from 'node:child_process';\nexport const launch = spawn;\n`,
  'edge/cage/start.ts': `export const start = () => import('child_process');\n`,
  'edge/runner/program.ts': `import { exec } from '@actions/exec';\nimport { info } from '@actions/core';\nexport const run = [exec, info];\n`,
  'action/inputs.ts': `import { getInput } from '@actions/core';\nexport const inputs = getInput;\n`,
  'action/story.ts': `import { launch } from '../edge/claude/launch.ts';\nexport const story = launch;\n`,
  'app/main.ts': `import { Probot } from 'probot';\nimport { Plan } from '../core/plan.ts';\nexport const main = [Probot, Plan];\n`,
  'edge/store/postgres/store.ts': `import { Pool } from 'pg';\nexport const store = Pool;\n`,
  'app/store.ts': `export const store = () => import('../edge/store/postgres/store.ts');\n`,
  'lab/postgres/server.ts': `import { spawn } from 'node:child_process';\nexport const serve = spawn;\n`,
  'lab/runner/process.ts': `import { spawn } from 'node:child_process';\nexport const start = spawn;\n`,
  'cli/main.ts': `import { start } from '../lab/runner/process.ts';\nexport const main = start;\n`,
  'bench/run.ts': `import { start } from '../lab/runner/process.ts';\nexport const bench = start;\n`,
  'test/all.test.ts': `import { main } from '../cli/main.ts';\nimport vm from 'node:vm';\nexport const all = [main, vm];\n`,
};

/** Violations, one line of a file each: the import that is written, the rule, and what it reaches. */
const PLANTED: [path: string, text: string, rule: string, to: RegExp][] = [
  [
    'core/egg.ts',
    `import type { Hen } from './hen.ts';\nexport type Egg = Hen;`,
    'no-cycles',
    /^core\/hen\.ts$/,
  ],
  ['core/reads.ts', `import { readFileSync } from 'node:fs';\nreadFileSync('/');`, 'core-is-pure', /fs$/],
  ['core/lazy.ts', `export const lazy = () => import('node:os');`, 'core-is-pure', /os$/],
  [
    'core/typed.ts',
    `import type { run } from '../edge/runner/program.ts';\nexport type R = typeof run;`,
    'core-is-pure',
    /^edge\//,
  ],
  ['core/library.ts', `import { SignJWT } from 'jose';\nexport const s = SignJWT;`, 'core-is-pure', /jose/],
  [
    'edge/story.ts',
    `import { story } from '../action/story.ts';\nexport const s = story;`,
    'edge-knows-no-story',
    /^action\//,
  ],
  ['edge/app.ts', `export type M = typeof import('../app/main.ts');`, 'edge-knows-no-story', /^app\//],
  [
    'action/app.ts',
    `import type { main } from '../app/main.ts';\nexport type M = typeof main;`,
    'action-knows-no-app',
    /^app\//,
  ],
  [
    'app/action.ts',
    `export const a = () => import('../action/story.ts');`,
    'app-knows-no-action',
    /^action\//,
  ],
  [
    'lab/cli.ts',
    `import { main } from '../cli/main.ts';\nexport const m = main;`,
    'nothing-imports-cli',
    /^cli\//,
  ],
  [
    'cli/test.ts',
    `import type { all } from '../test/all.test.ts';\nexport type A = typeof all;`,
    'nothing-imports-test',
    /^test\//,
  ],
  [
    'action/lab.ts',
    `import { start } from '../lab/runner/process.ts';\nexport const s = start;`,
    'only-cli-and-tests-import-lab',
    /^lab\//,
  ],
  ['edge/lab.ts', `export * from '../lab/runner/process.ts';`, 'only-cli-and-tests-import-lab', /^lab\//],
  [
    'app/lab.ts',
    `import type { start } from '../lab/runner/process.ts';\nexport type S = typeof start;`,
    'only-cli-and-tests-import-lab',
    /^lab\//,
  ],
  [
    'cli/bench.ts',
    `import { bench } from '../bench/run.ts';\nexport const b = bench;`,
    'nothing-imports-bench',
    /^bench\//,
  ],
  [
    'edge/git.ts',
    `import { execFile } from 'node:child_process';\nexport const g = execFile;`,
    'only-claude-and-cage-start-processes',
    /child_process$/,
  ],
  [
    'action/spawn.ts',
    `export const s = () => import('child_process');`,
    'only-claude-and-cage-start-processes',
    /child_process$/,
  ],
  [
    'app/spawn.ts',
    `import type { ChildProcess } from 'child_process';\nexport type C = ChildProcess;`,
    'only-claude-and-cage-start-processes',
    /child_process$/,
  ],
  [
    'lab/spawn.ts',
    `import { spawn } from 'node:child_process';\nexport const s = spawn;`,
    'only-claude-and-cage-start-processes',
    /child_process$/,
  ],
  [
    'cli/fork.ts',
    `import cluster from 'node:cluster';\nexport const c = cluster;`,
    'only-claude-and-cage-start-processes',
    /cluster$/,
  ],
  [
    'edge/exec.ts',
    `import { exec } from '@actions/exec';\nexport const e = exec;`,
    'only-edge-runner-runs-programs',
    /@actions\/exec/,
  ],
  [
    'action/output.ts',
    `import { setOutput } from '@actions/core';\nexport const o = setOutput;`,
    'only-edge-runner-speaks-to-the-runner',
    /@actions\/core/,
  ],
  [
    'edge/require.ts',
    `import { createRequire } from 'node:module';\nexport const r = createRequire;`,
    'no-back-door-to-modules',
    /module$/,
  ],
  ['app/vm.ts', `export const v = () => import('vm');`, 'no-back-door-to-modules', /vm$/],
  [
    'action/process.ts',
    `import { env } from 'node:process';\nexport const e = env;`,
    'process-is-the-global',
    /process$/,
  ],
  [
    'app/write.ts',
    `import { request } from '@octokit/request';\nexport const r = request;`,
    'only-edge-github-speaks-octokit',
    /@octokit\/request/,
  ],
  [
    'action/write.ts',
    `export const r = () => import('@octokit/request');`,
    'only-edge-github-speaks-octokit',
    /@octokit\/request/,
  ],
  [
    'edge/probot.ts',
    `import type { Context } from 'probot';\nexport type C = Context;`,
    'only-app-uses-probot',
    /probot/,
  ],
  [
    'edge/store/driver.ts',
    `export const pg = () => import('pg');`,
    'only-edge-store-postgres-speaks-to-postgres',
    /pg\//,
  ],
  [
    'app/boss.ts',
    `import { PgBoss } from 'pg-boss';\nexport const boss = PgBoss;`,
    'only-edge-store-postgres-speaks-to-postgres',
    /pg-boss/,
  ],
  [
    'app/eager.ts',
    `import { store } from '../edge/store/postgres/store.ts';\nexport const s = store;`,
    'postgres-is-loaded-when-needed',
    /^edge\/store\/postgres\//,
  ],
  [
    'core/forger.ts',
    `import { makeSeal } from './seal.ts';\nexport const f = makeSeal('Verified');`,
    'one-maker-per-seal',
    /^core\/seal\.ts$/,
  ],
  ['edge/forger.ts', `export { makeSeal } from '../core/seal.ts';`, 'one-maker-per-seal', /^core\/seal\.ts$/],
  ['edge/lost.ts', `import { gone } from './gone.ts';\nexport const g = gone;`, 'imports-resolve', /gone/],
];

describe('the walls between folders', () => {
  let planted: { root: string; remove: () => void };
  let clean: { root: string; remove: () => void };

  beforeAll(() => {
    clean = plantTree(CLEAN);
    planted = plantTree({
      ...CLEAN,
      ...Object.fromEntries(PLANTED.map(([path, text]) => [path, `${text}\n`])),
    });
  });
  afterAll(() => {
    clean.remove();
    planted.remove();
  });

  test('a tree that keeps to them is clean, and every file of it was seen', async () => {
    const report = await cruise(clean.root);
    expect(violations(report)).toEqual([]);
    expect(seen(report)).toEqual(Object.keys(CLEAN).toSorted());
  });

  test('every planted violation is reported, by its rule, and nothing else is', async () => {
    const found = (await cruise(planted.root)).summary.violations;
    expect(found.map(({ from, rule }) => `${from} ${rule.name}`).toSorted()).toEqual(
      PLANTED.map(([path, , rule]) => `${path} ${rule}`).toSorted(),
    );
    for (const [path, , rule, to] of PLANTED) {
      expect(found.find(({ from, rule: { name } }) => from === path && name === rule)?.to).toMatch(to);
    }
  });

  test('every rule has a planted violation', () => {
    const { forbidden } = JSON.parse(readFileSync(join(ROOT, '.dependency-cruiser.json'), 'utf8'));
    const names = forbidden.map(({ name }: { name: string }) => name);
    expect([...new Set(PLANTED.map(([, , rule]) => rule))].toSorted()).toEqual(names.toSorted());
  });

  test('this repository keeps to them, and every file of it was seen', async () => {
    const report = await cruise(ROOT);
    expect(violations(report)).toEqual([]);
    expect(seen(report)).toEqual(
      readTree(ROOT)
        .map(({ path }) => path)
        .toSorted(),
    );
  });
});

async function cruise(root: string): Promise<Report> {
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const { out } = await runTool('depcruise', ['--output-type', 'json', ...folders], root);
  return JSON.parse(out);
}

function violations({ summary }: Report): string[] {
  return summary.violations.map(({ from, to, rule }) => `${from} → ${to} breaks ${rule.name}`);
}

/** The files of the tree itself; an import that cannot be resolved shows up as one with no folder. */
function seen({ modules }: Report): string[] {
  const ours = new RegExp(`^(${FOLDERS.join('|')})/.*\\.m?[jt]s$`);
  return modules
    .map(({ source }) => source)
    .filter((source) => ours.test(source))
    .toSorted();
}
