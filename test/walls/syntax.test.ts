import { describe, expect, test } from 'vitest';
import { findBreaches, SYNTAX_RULES } from './find-breaches.ts';
import { ROOT } from './planted-tree.ts';
import { readTree } from './source-file.ts';

/** Code that keeps to the walls and looks as if it did not. */
const CLEAN: [path: string, text: string][] = [
  [
    'edge/github/write.ts',
    `import { reveal } from '../../core/redact/gate.ts';\nreveal(x);\nawait request('POST /repos/{owner}/{repo}/issues');`,
  ],
  [
    'core/redact/gate.ts',
    `import { makeSeal, type Sealed } from '../seal.ts';\nconst outbounds = makeSeal<'Outbound', string>('Outbound');`,
  ],
  [
    'core/output/comment.ts',
    `import { gate, type Outbound } from '../redact/gate.ts';\nexport type Note = { text: Outbound };\nconst n = { text: gate('x') } as Note;`,
  ],
  [
    'core/ticket/ticket.ts',
    `export const at = (iso: string) => new Date(iso);\nclass Bad extends TypeError {}`,
  ],
  [
    'action/story.ts',
    `process.exitCode = 1;\nconst node = process.execPath;\nconst shell = { shell: 'bash' };`,
  ],
  [
    'edge/github/patient-fetch.ts',
    `type Fetch = typeof globalThis.fetch;\nconst f: Fetch = globalThis.fetch;`,
  ],
  [
    'edge/github/read.ts',
    'import { call } from "./call.ts";\nconst r = (route: `GET /${string}`, fetch = known) => call(a, b, route, fetch);',
  ],
  [
    'edge/files/reads.ts',
    `import { readFile } from 'node:fs/promises';\nimport { isIPv4, type Socket } from 'node:net';\nconst x = { fetch: 1, stdout: process.uptime() };`,
  ],
  ['cli/main.ts', `const found = { ...process.env };\nconst load = () => import('./commands/start.ts');`],
  ['edge/claude/launch.ts', `import { spawn } from 'node:child_process';\nspawn(a, b, { shell: false });`],
  [
    'app/on-comment.ts',
    `// oxlint-disable-next-line unicorn/no-useless-spread\nconst route = 'GET /repos/{owner}/{repo}';`,
  ],
];

/** One breach each, on the last line of its text. */
const PLANTED: [rule: string, path: string, text: string][] = [
  ['reveal-only-in-edge', 'action/story.ts', `import { gate, reveal } from '../core/redact/gate.ts';`],
  ['reveal-only-in-edge', 'app/story.ts', `import { reveal as show } from '../core/redact/gate.ts';`],
  ['reveal-only-in-edge', 'core/redact/scan.ts', `import { reveal } from './gate.ts';`],
  ['reveal-only-in-edge', 'core/output/words.ts', `import * as gates from '../redact/gate.ts';`],
  ['reveal-only-in-edge', 'core/output/again.ts', `export { reveal } from '../redact/gate.ts';`],
  ['reveal-only-in-edge', 'core/output/all.ts', `export * from '../redact/gate.ts';`],
  ['reveal-only-in-edge', 'lab/world.ts', `const { reveal } = await import('../core/redact/gate.ts');`],
  ['reveal-only-in-edge', 'cli/main.ts', `import { reveal } from '../core/redact/gate.ts';`],
  [
    'seal-made-in-its-file',
    'core/output/gate.ts',
    `import { makeSeal } from '../seal.ts';\nconst s = makeSeal('Outbound');`,
  ],
  [
    'seal-made-in-its-file',
    'core/redact/gate.ts',
    `import { makeSeal } from '../seal.ts';\nconst s = makeSeal('Verified');`,
  ],
  [
    'seal-made-in-its-file',
    'core/redact/gate.ts',
    `import { makeSeal as m } from '../seal.ts';\nexport const make = m;`,
  ],
  [
    'seal-made-in-its-file',
    'core/policy/judge.ts',
    `import { makeSeal } from '../seal.ts';\nconst s = makeSeal('NewAndUnlisted');`,
  ],
  ['seal-made-in-its-file', 'edge/x.ts', `import * as seals from '../core/seal.ts';`],
  ['no-cast-into-a-seal', 'edge/x.ts', `const o = 'text' as unknown as Outbound;`],
  ['no-cast-into-a-seal', 'lab/x.ts', `const v = {} as Verified;`],
  ['no-cast-into-a-seal', 'app/x.ts', `const a = <Authorised>value;`],
  ['no-cast-into-a-seal', 'app/x.ts', `const a = facts as Readonly<Authorised>;`],
  [
    'no-cast-into-a-seal',
    'edge/x.ts',
    `import type { Outbound as O } from '../core/redact/gate.ts';\nconst o = text as O;`,
  ],
  ['no-cast-into-a-seal', 'edge/x.ts', `type Quiet = Outbound;\nconst o = text as Quiet;`],
  ['no-cast-into-a-seal', 'edge/x.ts', `const o = text as Sealed<'Outbound'>;`],
  ['no-cast-into-a-seal', 'edge/x.ts', `const isOut = (x: unknown): x is Outbound => true;`],
  ['no-cast-into-a-seal', 'action/x.ts', `write(text as never);`],
  ['no-cast-into-a-seal', 'action/x.ts', `write(text as any);`],
  ['no-shell-strings', 'edge/claude/x.ts', `import { exec } from 'node:child_process';`],
  ['no-shell-strings', 'edge/cage/x.ts', `import { spawn, execSync as run } from 'child_process';`],
  ['no-shell-strings', 'lab/runner/process.ts', `import * as processes from 'node:child_process';`],
  [
    'no-shell-strings',
    'edge/claude/x.ts',
    `import { spawn } from 'node:child_process';\nspawn(line, { shell: true });`,
  ],
  [
    'no-shell-strings',
    'edge/claude/x.ts',
    `import { spawn } from 'node:child_process';\nconst options = { shell: '/bin/sh' };`,
  ],
  ['no-shell-strings', 'edge/x.ts', `await runProgram(line, [], { shell });`],
  ['imports-are-literals', 'edge/x.ts', `const m = await import(name);`],
  ['imports-are-literals', 'cli/x.ts', 'const m = await import(`./commands/${name}.ts`);'],
  ['imports-are-literals', 'action/x.mjs', `const m = require(name);`],
  ['environment-read-by-inputs-only', 'edge/x.ts', `const key = process.env.KEY;`],
  ['environment-read-by-inputs-only', 'action/x.ts', `const { env } = process;`],
  ['environment-read-by-inputs-only', 'app/x.ts', `const key = process['env']['KEY'];`],
  ['environment-read-by-inputs-only', 'app/x.ts', `start(process);`],
  ['environment-read-by-inputs-only', 'edge/x.ts', `const p = globalThis.process;`],
  ['environment-read-by-inputs-only', 'lab/x.ts', `const g = global;`],
  ['core-has-no-clock', 'core/x.ts', `const now = new Date();`],
  ['core-has-no-clock', 'core/x.ts', `const now = new Date;`],
  ['core-has-no-clock', 'core/x.ts', `const now = Date();`],
  [
    'github-written-in-edge-only',
    'app/x.ts',
    `await request('POST /repos/{owner}/{repo}/issues/{n}/comments');`,
  ],
  ['github-written-in-edge-only', 'action/x.ts', 'await request(`DELETE /repos/${owner}/x`);'],
  ['github-written-in-edge-only', 'edge/store/x.ts', 'await graphql(`mutation { minimizeComment }`);'],
  ['github-written-in-edge-only', 'app/x.ts', `await context.octokit.rest.issues.createComment(x);`],
  ['sinks-are-listed', 'edge/x.ts', `import { writeFile } from 'node:fs/promises';`],
  ['sinks-are-listed', 'edge/x.ts', `import { appendFileSync as add } from 'fs';`],
  ['sinks-are-listed', 'edge/x.ts', `import * as files from 'node:fs';`],
  ['sinks-are-listed', 'edge/x.ts', `const { createWriteStream } = await import('node:fs');`],
  ['sinks-are-listed', 'edge/files/x.ts', `import { open } from 'node:fs/promises';`],
  ['sinks-are-listed', 'edge/runner/x.ts', `import { setOutput } from '@actions/core';`],
  ['sinks-are-listed', 'edge/runner/x.ts', `export { info } from '@actions/core';`],
  ['sinks-are-listed', 'edge/runner/x.ts', `export * from '@actions/core';`],
  ['sinks-are-listed', 'edge/github/x.ts', `import { request } from '@octokit/request';`],
  ['sinks-are-listed', 'edge/log/x.ts', `import { connect } from 'node:net';`],
  ['sinks-are-listed', 'edge/log/x.ts', `import { createSocket } from 'node:dgram';`],
  ['sinks-are-listed', 'edge/log/x.ts', `import { request } from 'node:https';`],
  ['sinks-are-listed', 'edge/log/x.ts', `process.stderr.write(line);`],
  ['sinks-are-listed', 'edge/log/x.ts', `const { write } = process.stdout;`],
  ['sinks-are-listed', 'edge/log/x.ts', `console.error(line);`],
  ['sinks-are-listed', 'edge/log/x.ts', `await fetch(address, { method: 'POST', body });`],
  ['sinks-are-listed', 'edge/log/x.ts', `const send = globalThis.fetch;`],
  [
    'github-written-by-its-writers',
    'edge/github/x.ts',
    `await request('POST /repos/{owner}/{repo}/issues', x);`,
  ],
  ['github-written-by-its-writers', 'edge/github/x.ts', 'await request(`PATCH /${path}`, x);'],
  [
    'github-written-by-its-writers',
    'edge/github/x.ts',
    `import { call as c } from './call.ts';\nawait c(request, 'x', route, {});`,
  ],
  [
    'github-written-by-its-writers',
    'edge/github/x.ts',
    `import { call } from './call.ts';\nconst w = (route: string) => call(request, 'x', route, {});`,
  ],
  ['no-classes-but-errors', 'core/x.ts', `class Manager {}`],
  ['no-classes-but-errors', 'edge/x.ts', `const Store = class extends Map {};`],
  ['no-silenced-walls', 'edge/x.ts', `// @ts-ignore`],
  ['no-silenced-walls', 'core/x.ts', `/* oxlint-disable */`],
  [
    'no-silenced-walls',
    'core/x.ts',
    `// eslint-disable-next-line no-restricted-properties -- just here\nconst x = 1;`,
  ],
  ['no-silenced-walls', 'edge/x.ts', `const key = 1; // oxlint-disable-line node/no-process-env`],
];

describe('the walls that only the syntax shows', () => {
  test.each(PLANTED)('%s: %s: %s', (rule, path, text) => {
    const last = text.split('\n').length;
    expect(findBreaches([{ path, text }]).map((breach) => breach.rule)).toEqual([rule]);
    expect(findBreaches([{ path, text }])[0]).toMatchObject({
      path,
      line: rule === 'no-silenced-walls' ? 1 : last,
    });
  });

  test.each(CLEAN)('nothing is wrong with %s', (path, text) => {
    expect(findBreaches([{ path, text }])).toEqual([]);
  });

  test('every rule has a planted breach', () => {
    expect([...new Set(PLANTED.map(([rule]) => rule))].toSorted()).toEqual(
      SYNTAX_RULES.map(({ name }) => name).toSorted(),
    );
  });

  test('this repository keeps to them, in every folder that there is', () => {
    const files = readTree(ROOT);
    for (const folder of ['core', 'edge', 'action', 'app', 'cli', 'lab', 'test']) {
      expect(files.filter(({ path }) => path.startsWith(`${folder}/`)).length, folder).toBeGreaterThan(0);
    }
    expect(findBreaches(files)).toEqual([]);
  });
});
