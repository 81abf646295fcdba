import { afterEach, describe, expect, test } from 'vitest';
import type { JobOrder, JobOutcome } from '../../../lab/runner/job-runner.ts';
import { tellJob } from '../../../lab/runner/job-progress.ts';
import { listener, stage, WORKFLOW } from './stage.ts';

const DISPATCH = 'POST /repos/acme/app/actions/workflows/dispatch.yml/dispatches';
const done: JobOutcome = { conclusion: 'success', artifacts: [], log: '', summary: '', outputs: {} };

let ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends) await end();
  ends = [];
});

async function staged(runJob?: (job: JobOrder) => Promise<JobOutcome>) {
  const lab = await stage(runJob ? { runJob } : {});
  ends.push(lab.end);
  return { ...lab, app: lab.as(lab.github.mintInstallationToken('acme/app')) };
}

describe('a dispatch', () => {
  test('is answered with the run when it asks for it, else with nothing', async () => {
    const { app, github } = await staged(async () => done);
    const inputs = { ticket: 't' };
    const named = await app(DISPATCH, { ref: 'main', inputs, return_run_details: true });
    expect(named.status).toBe(200);
    expect(named.data.run_url).toBe(
      `${github.api}/repos/acme/app/actions/runs/${named.data.workflow_run_id}`,
    );
    const bare = await app(DISPATCH, { ref: 'main', inputs });
    expect([bare.status, bare.data]).toEqual([204, '']);
    const headers = { 'x-github-api-version': '2026-03-10' };
    expect((await app(DISPATCH, { ref: 'main', inputs, headers })).status).toBe(200);
    await github.idle();
    const { data } = await app('GET /repos/acme/app/actions/runs', { status: 'success' });
    expect(data.total_count).toBe(3);
    expect(data.workflow_runs[2]).toMatchObject({ id: named.data.workflow_run_id, run_number: 1 });
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['a ref that does not exist', { ref: 'missing' }, 'No ref found for: missing'],
    [
      'an undeclared input',
      { ref: 'main', inputs: { ticket: 't', x: '1' } },
      'Unexpected inputs provided: ["x"]',
    ],
    ['a missing input', { ref: 'main', inputs: {} }, "Required input 'ticket' not provided"],
    [
      'a choice that is none',
      { ref: 'main', inputs: { ticket: 't', mood: 'wild' } },
      "Provided value 'wild'",
    ],
    ['inputs that are too large', { ref: 'main', inputs: { ticket: 'x'.repeat(65_536) } }, 'too large'],
  ])('with %s is refused', async (_, body, message) => {
    const { app, github } = await staged();
    const { status, data } = await app(DISPATCH, body);
    expect(status).toBe(422);
    expect(data.message).toContain(message);
    expect(github.runs).toEqual([]);
  });

  test('with more than 25 inputs violates the description', async () => {
    const { app, github } = await staged();
    const inputs = Object.fromEntries(Array.from({ length: 26 }, (_, n) => [`input${n}`, 'x']));
    expect((await app(DISPATCH, { ref: 'main', inputs })).status).toBe(422);
    expect(github.violations[0]?.message).toContain('must NOT have more than 25 properties');
  });

  test('needs a workflow that exists and can be dispatched', async () => {
    const { app, github } = await staged();
    const { data } = await app('GET /repos/acme/app/actions/workflows');
    expect(data.workflows.map(({ name }: { name: string }) => name)).toEqual(['CI', 'Dispatch']);
    const other = (file: string | number) =>
      app('POST /repos/acme/app/actions/workflows/{id}/dispatches', { id: file, ref: 'main' });
    expect((await other('missing.yml')).status).toBe(404);
    expect((await other('ci.yml')).data.message).toContain("does not have 'workflow_dispatch' trigger");
    expect((await other(data.workflows[1].id)).data.message).toContain("'ticket' not provided");
    expect(github.violations).toEqual([]);
  });
});

describe('the job runner', () => {
  test('gets all that the run is about, and a token of this repository only', async () => {
    const orders: JobOrder[] = [];
    const seen: number[] = [];
    const lab = await staged(async (order) => {
      orders.push(order);
      const job = lab.as(order.mintToken({ contents: 'read', issues: 'none' }));
      seen.push((await job('GET /repos/acme/app/contents/README.md')).status);
      seen.push((await job('GET /repos/acme/app/issues/1')).status);
      token = job;
      return done;
    });
    let token = lab.app;
    lab.github.setSecret('acme/app', 'ANTHROPIC_API_KEY', 'dummy-key');
    lab.github.setVariable('acme/app', 'TEAM', 'acme');
    await lab.app(DISPATCH, { ref: 'topic', inputs: { ticket: 't' } });
    await lab.github.idle();
    expect(orders[0]).toMatchObject({
      workflowText: WORKFLOW,
      actor: 'agent-dispatch[bot]',
      inputs: { ticket: 't', head: '', mood: 'calm' },
      repository: { owner: 'acme', name: 'app', ref: 'refs/heads/topic', sha: lab.topic, gitDir: lab.gitDir },
      secrets: { ANTHROPIC_API_KEY: 'dummy-key' },
      vars: { TEAM: 'acme' },
      urls: { server: lab.github.url, api: lab.github.api },
    });
    expect(seen).toEqual([200, 403]);
    expect((await token('GET /repos/acme/app')).status, 'the token ends with its job').toBe(401);
  });

  test('that fails makes a failed run, not a lost one', async () => {
    const { app, github } = await staged(async () => {
      throw new Error('no disk left');
    });
    await app(DISPATCH, { ref: 'main', inputs: { ticket: 't' } });
    await github.idle();
    expect(github.runs[0]).toMatchObject({ status: 'completed', conclusion: 'failure' });
    expect(github.runs[0]?.log).toContain('no disk left');
  });

  test('is told when the run is cancelled', async () => {
    const { app, github } = await staged(
      ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(done))),
    );
    const { data } = await app(DISPATCH, { ref: 'main', inputs: { ticket: 't' }, return_run_details: true });
    const cancel = () => app('POST /repos/acme/app/actions/runs/{id}/cancel', { id: data.workflow_run_id });
    expect((await cancel()).status).toBe(202);
    await github.idle();
    expect(github.runs[0]?.conclusion).toBe('cancelled');
    expect((await cancel()).status).toBe(409);
    expect(github.violations).toEqual([]);
  });
});

test('artifacts are fetched from a signed address that wants no token and lives a minute', async () => {
  let clock = Date.now();
  const zip = Buffer.from('PK dummy archive');
  const lab = await stage({
    now: () => clock,
    runJob: async () => ({ ...done, artifacts: [{ name: 'agent-dispatch', zip }] }),
  });
  ends.push(lab.end);
  const token = lab.github.mintInstallationToken('acme/app');
  const app = lab.as(token);
  const inputs = { ticket: 't' };
  const { data: run } = await app(DISPATCH, { ref: 'main', inputs, return_run_details: true });
  await lab.github.idle();
  const { data } = await app('GET /repos/acme/app/actions/runs/{id}/artifacts', { id: run.workflow_run_id });
  expect(data.artifacts[0]).toMatchObject({ name: 'agent-dispatch', size_in_bytes: zip.length });
  const { archive_download_url: address, id } = data.artifacts[0];
  const headers = { authorization: `token ${token}` };
  const followed = await fetch(address, { headers });
  expect(Buffer.from(await followed.arrayBuffer())).toEqual(zip);
  const { status, headers: answer } = await fetch(address, { headers, redirect: 'manual' });
  const signed = answer.get('location') ?? '';
  expect(status).toBe(302);
  expect((await fetch(`${signed}0`)).status).toBe(403);
  expect(lab.github.violations).toEqual([]);

  expect((await fetch(signed, { headers })).status).toBe(400);
  expect(lab.github.violations[0]?.message).toContain('do not forward it');
  clock += 61_000;
  expect((await fetch(signed)).status).toBe(403);
  lab.github.expireArtifact(id);
  expect((await fetch(address, { headers })).status).toBe(410);
});

test('the App hears of a run three times', async () => {
  const ear = await listener();
  ends.push(ear.end);
  const { app, github } = await staged(async () => done);
  github.setWebhook({ url: ear.url, secret: 'dummy' });
  await app(DISPATCH, { ref: 'main', inputs: { ticket: 't' } });
  await github.idle();
  const heard = ear.heard.map(({ payload }) => [payload.action, payload.workflow_run.conclusion]);
  expect(heard).toHaveLength(3);
  expect(heard).toEqual(
    expect.arrayContaining([
      ['requested', null],
      ['in_progress', null],
      ['completed', 'success'],
    ]),
  );
  expect(github.violations).toEqual([]);
});

test('closing stops the runs and waits for them', async () => {
  let stopped = false;
  const lab = await stage({
    runJob: ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          stopped = true;
          resolve(done);
        });
      }),
  });
  const app = lab.as(lab.github.mintInstallationToken('acme/app'));
  await app(DISPATCH, { ref: 'main', inputs: { ticket: 't' } });
  await lab.end();
  expect(stopped).toBe(true);
  expect(lab.github.runs[0]?.conclusion).toBe('cancelled');
});

describe('the jobs of a run', () => {
  const JOBS = 'GET /repos/acme/app/actions/runs/{run_id}/jobs';

  test('are listed as their runner told of them last', async () => {
    const go = Promise.withResolvers<void>();
    const { app, github } = await staged(async (order) => {
      const teller = tellJob('agent', ['Run a', 'Run b', 'Run c'], (job) => order.onJob?.(job));
      teller.began();
      teller.step(0, 'First');
      teller.stepEnded(0, 'success');
      teller.stepEnded(1, 'skipped');
      teller.step(2, 'Third');
      await go.promise;
      teller.stepEnded(2, 'failure');
      teller.ended('failure');
      return { ...done, conclusion: 'failure' };
    });
    const inputs = { ticket: 't' };
    const { data: run } = await app(DISPATCH, { ref: 'main', inputs, return_run_details: true });
    const listed = async () => {
      const { data } = await app(JOBS, { run_id: run.workflow_run_id });
      expect(data.total_count).toBe(1);
      const [job] = data.jobs;
      const steps = job.steps.map(({ name, number, status, conclusion }: Record<string, unknown>) =>
        [number, name, status, conclusion].join(' '),
      );
      return [[job.name, job.status, job.conclusion].join(' '), ...steps];
    };
    await expect
      .poll(listed)
      .toEqual([
        'agent in_progress ',
        '1 Set up job completed success',
        '2 First completed success',
        '3 Run b completed skipped',
        '4 Third in_progress ',
        '5 Complete job queued ',
      ]);
    go.resolve();
    await github.idle();
    expect(await listed()).toEqual([
      'agent completed failure',
      '1 Set up job completed success',
      '2 First completed success',
      '3 Run b completed skipped',
      '4 Third completed failure',
      '5 Complete job completed success',
    ]);
    expect(github.violations).toEqual([]);
  });

  test('are none of another repository', async () => {
    const { app, github } = await staged(async () => done);
    expect((await app(JOBS, { run_id: 99 })).status).toBe(404);
    await github.idle();
  });
});
