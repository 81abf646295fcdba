import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { commitInto } from '../bare-repository.ts';
import { setUp, type Bench, type RunOptions } from './step.ts';
import { oneLine, shippedConfig } from './story.ts';

/* What else may start an agent: the examples of docs/examples/workflows, with the real action, cage and CLI. */

const text = (name: string) =>
  readFileSync(new URL(`../../docs/examples/workflows/${name}.yml`, import.meta.url), 'utf8');

/** What is there only after somebody ran a stranger's words. */
const MARK = join(tmpdir(), `pwned-${process.pid}`);
afterEach(() => rmSync(MARK, { force: true }));

/** A stranger's words, wherever an event has some. */
const EVIL = `$(touch ${MARK}); \`touch ${MARK}\` \${{ secrets.ANTHROPIC_API_KEY }} "; touch ${MARK}; #`;

const repository = (bench: Bench) => ({
  id: bench.repository.id,
  private: false,
  full_name: bench.repository.fullName,
});
const asked = (bench: Bench) => JSON.stringify(bench.model.requests);

async function runs(bench: Bench, name: string, options: RunOptions) {
  const outcome = await bench.run(text(name), options);
  expect(outcome.conclusion, outcome.log).toBe('success');
  expect(existsSync(MARK)).toBe(false);
  expect(bench.github.violations).toEqual([]);
  return outcome;
}

test('an issue that is labelled: the plan is posted below it, and another label starts nothing', async () => {
  const config = shippedConfig.replace(/^ {2}planner:\n/m, '  planner:\n    context: [thread]\n');
  const bench = await setUp(oneLine, { '.github/dispatch.yml': config });
  const { fullName } = bench.repository;
  const issue = bench.github.createIssue(fullName, { title: EVIL, body: EVIL, author: 'ada' });
  const payload = (label: string) => ({
    action: 'labeled',
    label: { name: label },
    issue: { number: issue.number, title: EVIL, body: EVIL },
    repository: repository(bench),
  });
  await runs(bench, 'issue-labelled', { event: 'issues', payload: payload(EVIL) });
  expect(bench.model.requests).toEqual([]);
  await runs(bench, 'issue-labelled', { event: 'issues', payload: payload('needs-plan') });
  expect(asked(bench)).toContain('Plan what the issue asks for');
  // The issue is given as what it is: a text, in its place.
  expect(asked(bench)).toContain(`touch ${MARK}`);
  expect(bench.github.listComments(fullName, issue.number)).toMatchObject([
    { body: expect.stringMatching(/planner is done/) },
  ]);
});

test('an expression in a script would have run it (ablation)', async () => {
  const bench = await setUp();
  const careless = `
on: issues
permissions: {}
jobs:
  one:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "\${{ github.event.issue.title }}"
`;
  await bench.run(careless, { event: 'issues', payload: { issue: { title: EVIL } } });
  expect(existsSync(MARK)).toBe(true);
});

test('a schedule: the answer is the summary of the run', async () => {
  const bench = await setUp();
  const outcome = await runs(bench, 'schedule', {
    event: 'schedule',
    payload: { schedule: '17 5 * * 1', repository: repository(bench) },
  });
  expect(outcome.summary).toContain('All is well.');
  expect(asked(bench)).toContain('where an error is most likely to be lost');
});

test('a workflow that somebody starts by hand: what they say is the task, and no code', async () => {
  const bench = await setUp();
  const inputs = { agent: 'planner', task: 'Plan "; echo pwned; # a way out.' };
  const outcome = await runs(bench, 'by-hand', {
    event: 'workflow_dispatch',
    inputs,
    payload: { inputs, repository: repository(bench) },
  });
  expect(outcome.summary).toContain('planner: done');
  expect(asked(bench)).toContain('echo pwned; # a way out.');
  expect(outcome.log).not.toMatch(/^pwned$/m);
});

test('a merge queue: the agent sees the commit of the queue', async () => {
  const bench = await setUp();
  const sha = await commitInto(bench.gitDir, {
    change: { 'src/queued.js': 'x\n' },
    from: 'main',
    onto: 'queue',
  });
  const ref = 'refs/heads/queue';
  const group = {
    head_sha: sha,
    head_ref: EVIL,
    base_ref: 'refs/heads/main',
    head_commit: { message: EVIL },
  };
  await runs(bench, 'merge-group', {
    event: 'merge_group',
    ref,
    sha,
    payload: { action: 'checks_requested', merge_group: group, repository: repository(bench) },
  });
  expect(asked(bench)).toContain('merge queue is about to merge');
  expect(asked(bench)).toContain(sha);
});

describe('a workflow that failed', () => {
  const payload = (bench: Bench, number: number | null, run: object) => ({
    action: 'completed',
    repository: repository(bench),
    workflow_run: {
      id: 7,
      conclusion: 'failure',
      head_branch: EVIL,
      display_title: EVIL,
      head_repository: { id: bench.repository.id },
      pull_requests: number === null ? [] : [{ number }],
      ...run,
    },
  });

  test('is explained at its commit, below its pull request', async () => {
    const bench = await setUp();
    const { fullName } = bench.repository;
    const head_sha = await commitInto(bench.gitDir, {
      change: { 'src/failed.js': 'x\n' },
      from: 'main',
      onto: 'topic',
    });
    const { number } = await bench.github.createPullRequest(fullName, {
      title: EVIL,
      author: 'ada',
      headSha: head_sha,
    });
    const failed = { event: 'pull_request', workflow: 'ci', job: 'test', step: 'Run npm test' };
    const log = '##[group]Run npm test\n✖ adds\n  3 !== 4\n##[error]Process completed with exit code 1.\n';
    const { id } = await bench.github.failRun(fullName, { ...failed, headSha: head_sha, log });
    const outcome = await runs(bench, 'ci-failure', {
      event: 'workflow_run',
      payload: payload(bench, number, { id, head_sha }),
    });
    expect(asked(bench)).toContain(head_sha);
    expect(asked(bench)).toContain('Failed step: Run npm test');
    expect(asked(bench)).toContain('3 !== 4');
    expect(outcome.log).toContain('context: logs of 1 failed jobs');
    expect(bench.github.listComments(fullName, number)).toMatchObject([
      { body: expect.stringMatching(/tester is done/) },
    ]);
  });

  test("starts nothing for a fork's code, nor for a run that succeeded", async () => {
    const bench = await setUp();
    const head_sha = bench.head;
    for (const run of [
      { head_sha, head_repository: { id: 999 } },
      { head_sha, head_repository: null },
      { head_sha, conclusion: 'success' },
    ])
      await runs(bench, 'ci-failure', { event: 'workflow_run', payload: payload(bench, null, run) });
    expect(bench.model.requests).toEqual([]);
    // The oracle: the same event about a branch of the repository does.
    const lax = text('ci-failure').replace(/ &&\n.*head_repository.*\n/, '\n');
    const outcome = await bench.run(lax, {
      event: 'workflow_run',
      payload: payload(bench, null, { head_sha, head_repository: { id: 999 } }),
    });
    expect(outcome.conclusion, outcome.log).toBe('success');
    expect(bench.model.requests).not.toEqual([]);
  });
});

type Job = {
  permissions?: Record<string, string>;
  steps: { uses?: string; with?: Record<string, unknown> }[];
};

describe.each(['issue-labelled', 'schedule', 'by-hand', 'merge-group', 'ci-failure', 'step', 'dispatch'])(
  '%s.yml',
  (name) => {
    const { jobs } = parse(text(name)) as { jobs: Record<string, Job> };

    test('gives the job with the key nothing to write with, and keeps no credential in the checkout', () => {
      const withKey = Object.values(jobs).filter(({ steps }) => JSON.stringify(steps).includes('secrets.'));
      expect(withKey).toHaveLength(1);
      expect(withKey.flatMap(({ permissions = {} }) => Object.values(permissions))).not.toContain('write');
      const checkouts = Object.values(jobs)
        .flatMap(({ steps }) => steps)
        .filter(({ uses }) => uses?.startsWith('actions/checkout@'));
      expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual([false]);
    });

    test('takes nothing but ids out of the event', () => {
      const used = [...text(name).matchAll(/github\.(?:event\.[\w.[\]]+|head_ref|ref_name)/g)].map(
        ([one]) => one,
      );
      const ids = /\.(?:number|id|head_sha|full_name|conclusion|label\.name|pull_requests\[0\])$/;
      expect(used.filter((one) => !ids.test(one))).toEqual([]);
      // Names are compared, and go no further.
      for (const one of used.filter((path) => /name$|conclusion$/.test(path)))
        expect(text(name)).toContain(`${one} ==`);
    });
  },
);
