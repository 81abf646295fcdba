import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { lastToolResults } from '../../lab/model/script.ts';
import { startModel } from '../../lab/model/server.ts';
import { ROOT, run } from '../cli/run-dispatch.ts';
import { API_KEY } from './story.ts';

/* `dispatch run`: an agent of one's own repository, on one's own machine, in the real layers. */

let root = '';
let repository = '';
let runs = '';
const git = (...words: string[]) => execFileSync('git', words, { cwd: repository, encoding: 'utf8' }).trim();

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'run-here-'));
  repository = join(root, 'my project');
  runs = join(root, 'runs');
  mkdirSync(join(root, 'tmp'), { mode: 0o755 });
  execFileSync('git', ['init', '--quiet', '--initial-branch=trunk', repository]);
  writeFileSync(join(repository, 'package.json'), '{"scripts":{"test":"node --test"}}');
  writeFileSync(join(repository, 'gone.txt'), 'gone');
  writeFileSync(join(repository, '.gitignore'), 'ignored.txt\n');
  await run(join(ROOT, 'cli/dispatch'), ['init', '--yes'], { cwd: repository });
  git('add', '--all');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '--message=First');
  // What is not committed is part of what an agent works on.
  writeFileSync(join(repository, 'new.txt'), 'new here\n');
  writeFileSync(join(repository, 'ignored.txt'), 'never leaves\n');
  rmSync(join(repository, 'gone.txt'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const environment = (more: NodeJS.ProcessEnv = {}) => ({
  ...process.env,
  ANTHROPIC_API_KEY: '',
  ANTHROPIC_BASE_URL: '',
  DISPATCH_RUNS_DIR: runs,
  TMPDIR: join(root, 'tmp'),
  ...more,
});
const dispatch = (words: string[], more?: NodeJS.ProcessEnv) =>
  run(join(ROOT, 'cli/dispatch'), words, { cwd: repository, env: environment(more) });

type Told = {
  id: string;
  folder: string;
  exit: number;
  scripted: boolean;
  result: { outcome: string; text: string; cause: { code: string } | null };
};

test('a run with a script: its course, its answer, refusals, cost, and where it is kept', async () => {
  const before = [git('status', '--porcelain'), git('rev-parse', 'HEAD'), git('count-objects', '-v')];
  const { code, out, err } = await dispatch(['run', 'reviewer', 'look at the last commit', '--scripted']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const words of [
    `A copy of ${repository}, with what is not committed as its last commit.`,
    'on GitHub that of the default branch counts',
    'Nothing is spent',
    '│ allowed  Glob **/*',
    '│ refused  Read .git/config',
    'Answer:\n',
    'written by a script, not by a model',
    'Refused:\n   Read .git/config  (protected-paths: ',
    'by the price list, nothing was spent',
    '2 calls allowed, 1 refused',
  ])
    expect(out).toContain(words);
  expect(out).not.toContain('\u001B');
  const folder = /^Run folder: (.*)$/m.exec(out)?.[1] ?? '';
  expect(readdirSync(folder).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'audit.jsonl',
    'job.log',
    'report.html',
    'result.json',
    'run.json',
    'summary.md',
  ]);
  expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))).toMatchObject({
    agent: 'reviewer',
    repository,
    uncommitted: true,
    scripted: true,
    exit: 0,
  });
  // The working tree and its repository were only read, and nothing is left of the job.
  expect([git('status', '--porcelain'), git('rev-parse', 'HEAD'), git('count-objects', '-v')]).toEqual(
    before,
  );
  expect(readdirSync(join(root, 'tmp'))).toEqual([]);
});

test('with a key the API is asked; the agent sees the working tree as it is, without what git ignores', async () => {
  const model = await startModel(
    (request, turn) =>
      turn === 0
        ? {
            calls: [
              {
                tool: 'Bash',
                input: { command: 'ls; cat new.txt; git log --format=%s', description: 'Look' },
              },
            ],
          }
        : { text: `It said:\n\n${lastToolResults(request)[0]?.text ?? ''}` },
    { apiKey: API_KEY },
  );
  onTestFinished(() => model.close());
  const key = { ANTHROPIC_API_KEY: API_KEY, ANTHROPIC_BASE_URL: model.url };
  const { code, out, err } = await dispatch(['run', 'tester', 'look around', '--json'], key);
  expect(code).toBe(0);
  const told = JSON.parse(out) as Told;
  expect(told).toMatchObject({ exit: 0, scripted: false, result: { outcome: 'success' } });
  expect(told.result.text).toContain('new here');
  expect(told.result.text).not.toMatch(/ignored|gone/);
  expect(err).toContain('│ allowed  Bash ls');
  expect(out + err + readFileSync(join(told.folder, 'job.log'), 'utf8')).not.toContain(API_KEY);
});

test('an agent that only comments start runs as after one', async () => {
  const config = join(repository, '.github/dispatch.yml');
  const before = readFileSync(config, 'utf8');
  onTestFinished(() => writeFileSync(config, before));
  writeFileSync(
    config,
    before.replace(
      '    tools: [Read, Grep, Glob]\n',
      '    tools: [Read, Grep, Glob]\n    triggers: [comment]\n',
    ),
  );
  const { code, out, err } = await dispatch(['run', 'reviewer', 'look', '--scripted', '--json']);
  expect(code).toBe(0);
  expect(err).toContain('it runs as after a /dispatch comment of yours');
  expect(JSON.parse(out)).toMatchObject({
    result: { outcome: 'success', job_id: expect.stringMatching(/^[0-9a-f]{32}$/) },
  });
});

describe('it ends with 1, as the step does', () => {
  test('for an agent that there is not', async () => {
    const { code, out } = await dispatch(['run', 'rewiever', 'look', '--scripted', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      exit: 1,
      result: { outcome: 'refused', cause: { code: 'unknown-agent' } },
    });
  });

  test("beyond the operator's limits", async () => {
    writeFileSync(join(root, 'operator.yml'), 'forbidden_tools: [Grep]');
    const { code, out } = await dispatch([
      'run',
      'reviewer',
      'x',
      '--scripted',
      '--operator',
      join(root, 'operator.yml'),
    ]);
    expect(code).toBe(1);
    expect(out).toMatch(/^reviewer refused \(beyond-operator\): /m);
  });

  test('when it is cancelled, with a result that says so', async () => {
    const child = spawn(join(ROOT, 'cli/dispatch'), ['run', 'reviewer', 'look', '--scripted', '--json'], {
      cwd: repository,
      env: environment(),
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += String(data)));
    child.stderr.on('data', (data) => {
      err += String(data);
      if (err.includes('start-up check held') && !err.includes('Cancelling')) child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(err).toContain('Cancelling: ');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ exit: 1, result: { outcome: 'cancelled' } });
  });
});

test.each([
  [['run', 'reviewer', 'look'], 1, 'ANTHROPIC_API_KEY is not set. Set it, or add --scripted'],
  [['run', 'reviewer'], 2, 'Name an agent and its task.'],
  [['run', 'reviewer', 'a', 'b'], 2, 'put it in quotes'],
  [['run', 'reviewer', 'a', '--scripted', '--operator', 'none.yml'], 1, 'There is no none.yml here.'],
])('%j is told what is missing', async (words, code, because) => {
  const kept = existsSync(runs) ? readdirSync(runs).length : 0;
  expect(await dispatch(words)).toMatchObject({ code, out: '', err: expect.stringContaining(because) });
  expect(existsSync(runs) ? readdirSync(runs).length : 0).toBe(kept);
});

test('without a configuration, a commit or a repository it says what makes one', async () => {
  const bare = mkdtempSync(join(root, 'bare-'));
  const there = (words: string[]) =>
    run(join(ROOT, 'cli/dispatch'), words, { cwd: bare, env: environment() });
  const asked = ['run', 'reviewer', 'look', '--scripted'];
  expect((await there(asked)).err).toContain('in no git repository');
  execFileSync('git', ['init', '--quiet'], { cwd: bare });
  expect((await there(asked)).err).toContain("'dispatch init' writes a first one.");
  await there(['init', '--yes']);
  expect(await there(asked)).toMatchObject({
    code: 1,
    err: expect.stringContaining('has no commit yet. Make one: git add'),
  });
});
