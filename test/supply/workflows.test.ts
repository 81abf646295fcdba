import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readWorkflow } from '../../lab/runner/workflow.ts';
import { ROOT } from '../cli/run-dispatch.ts';

type Step = { uses?: string; run?: string };
type Job = { permissions?: Record<string, string>; environment?: string; steps: Step[] };
type Workflow = { on: Record<string, unknown>; permissions: object; jobs: Record<string, Job> };

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const files = globSync('.github/workflows/*.yml', { cwd: ROOT }).toSorted();
const all = files.map((path) => ({ path, text: read(path), workflow: parse(read(path)) as Workflow }));
const jobs = all.flatMap(({ path, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ name: `${path.split('/').at(-1)}: ${id}`, job })),
);

test('there are workflows', () => expect(files.length).toBeGreaterThan(3));

test.each(all)('$path is well-formed', ({ path, text }) => {
  // The stand-in has no environments: nothing of ours that runs on it needs one.
  expect(readWorkflow(text.replace(/^ {4}environment: .*\n/gm, ''), path).jobs.length).toBeGreaterThan(0);
});

/** Everything that a job of ours may write: a new line here wants a reason in a review. */
const MAY_WRITE: Record<string, string[]> = {
  'release.yml: attest': ['attestations', 'id-token'],
  'release.yml: publish': ['contents'],
  'update-cli.yml: propose': ['contents', 'pull-requests'],
};

describe.each(jobs)('$name', ({ name, job }) => {
  const writes = Object.entries(job.permissions ?? {}).filter(([, level]) => level !== 'read');

  test('says what it may, and writes what the list says', () => {
    expect(job.permissions).toBeDefined();
    expect(writes.map(([scope]) => scope).toSorted()).toEqual(MAY_WRITE[name] ?? []);
  });

  test('installs and runs nothing of a package when it can write', () => {
    const ran = job.steps.map(({ run = '' }) => run).join('\n');
    const runsPackages = /\b(npm|npx|node (?!-p)|\.ci\/run|make)\b/.test(ran);
    expect(writes.length > 0 && runsPackages).toBe(false);
  });

  test('has an identity only where no shell runs', () => {
    const isIdentified = job.permissions?.['id-token'] !== undefined;
    expect(isIdentified && job.steps.some(({ run }) => run !== undefined)).toBe(false);
  });
});

test('a secret is given only to the job in a protected environment, and to the agent', () => {
  const holders = jobs.filter(({ job }) => JSON.stringify(job).includes('secrets.'));
  expect(holders.map(({ name }) => name)).toEqual(['dispatch.yml: agent', 'release.yml: publish']);
  expect(holders[1]?.job.environment).toBe('release');
});

test('what starts a workflow is never a stranger with power', () => {
  const triggers = all.flatMap(({ workflow }) => Object.keys(workflow.on));
  expect(new Set(triggers)).toEqual(new Set(['push', 'pull_request', 'workflow_dispatch', 'schedule']));
});

describe('CODEOWNERS', () => {
  const owned = read('.github/CODEOWNERS')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s+/));

  test('every line names a place that is there, and somebody', () => {
    for (const [path = '', ...who] of owned) {
      expect(existsSync(join(ROOT, path)), path).toBe(true);
      expect(who).toEqual(['@agent-dispatch/trust']);
    }
  });

  test.each([
    'core/policy/judge.ts',
    'edge/broker/main.ts',
    'action/index.ts',
    'app/main.ts',
    '.github/workflows/release.yml',
    '.ci/run',
    'package-lock.json',
    'edge/claude/cli/package-lock.json',
    'cli/build.sh',
    'test/walls/check.ts',
    'test/supply/linters.ts',
    'SECURITY.md',
  ])('a change of %s needs their word', (file) => {
    const covers = ([path = '']: string[]) =>
      path.startsWith('/') ? `/${file}`.startsWith(path) : file.endsWith(path);
    expect(owned.some(covers)).toBe(true);
  });
});

test('new versions wait a week', () => {
  const { updates } = parse(read('.github/dependabot.yml')) as {
    updates: { 'package-ecosystem': string; directories?: string[]; directory?: string; cooldown: object }[];
  };
  expect(updates.map((one) => one.cooldown)).toEqual(updates.map(() => ({ 'default-days': 7 })));
  const watched = updates.flatMap((one) => [...(one.directories ?? []), one.directory ?? '']);
  const locks = globSync('{,test/**/,bench/**/}package-lock.json', {
    cwd: ROOT,
    exclude: (at) => at.includes('node_modules'),
  });
  for (const lock of locks) expect(watched).toContain(`/${lock.replace(/\/?package-lock.json$/, '')}`);
});
