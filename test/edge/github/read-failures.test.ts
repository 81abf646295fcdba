import nock from 'nock';
import { expect, test } from 'vitest';
import { readFailures } from '../../../edge/github/read-failures.ts';
import { API, nocked, request } from './nocked.ts';

nocked();

const name = { owner: 'octo', repo: 'app' };
const headSha = 'b'.repeat(40);
const STORAGE = 'https://storage.example.test';

const run = (id: number, more: object = {}) => ({
  id,
  name: 'ci',
  event: 'push',
  conclusion: 'failure',
  repository: { id: 1 },
  head_repository: { id: 1 },
  ...more,
});
const step = { name: 'Run npm test', conclusion: 'failure', started_at: 'S', completed_at: 'E' };
const job = (id: number, conclusion = 'failure') => ({ id, name: `job ${id}`, conclusion, steps: [step] });

function runsOf(...runs: object[]): void {
  nock(API)
    .get('/repos/octo/app/actions/runs')
    .query({ head_sha: headSha, status: 'completed', per_page: 100 })
    .reply(200, { workflow_runs: runs });
}

function jobsOf(id: number, ...jobs: object[]): void {
  nock(API)
    .get(`/repos/octo/app/actions/runs/${id}/jobs`)
    .query({ filter: 'latest', per_page: 100 })
    .reply(200, { jobs });
}

function logOf(id: number, location = `${STORAGE}/${id}?sig=DUMMY`): void {
  nock(API).get(`/repos/octo/app/actions/jobs/${id}/logs`).reply(302, '', { location });
}

const fetch =
  (body: () => string | ReadableStream<Uint8Array>, status = 200) =>
  () =>
    Promise.resolve(new Response(body(), { status }));
const read = (jobs: number, ...how: Parameters<typeof fetch>) =>
  readFailures(request, name, { headSha }, { jobs, fetch: fetch(...how) });

test('the failed jobs of the failed runs of a commit, with the logs of the first of them', async () => {
  runsOf(run(5), run(6, { conclusion: 'success' }), run(7, { conclusion: 'timed_out' }));
  jobsOf(5, job(51, 'success'), job(52), job(53, 'timed_out'));
  jobsOf(7, job(71));
  logOf(52);
  logOf(53);
  const found = await read(2, () => 'the log');
  expect(found).toMatchObject({ total: 3, isForeign: false });
  expect(found.jobs).toEqual(
    [52, 53].map((id) => ({
      workflow: 'ci',
      name: `job ${id}`,
      steps: [{ name: 'Run npm test', from: 'S', to: 'E' }],
      log: { found: 'the log' },
    })),
  );
});

test.each(['issues', 'issue_comment', 'pull_request_target', 'workflow_run', 'workflow_dispatch'])(
  'of a commit no run that %s started: it may print what strangers wrote, or be one of ours',
  async (event) => {
    runsOf(run(5, { event }));
    expect(await read(2, () => 'x')).toEqual({ jobs: [], total: 0, isForeign: false });
  },
);

test('a run whose code comes from a fork is foreign', async () => {
  runsOf(run(5, { event: 'pull_request', head_repository: { id: 2 } }));
  jobsOf(5);
  expect(await read(2, () => 'x')).toMatchObject({ isForeign: true });
});

test.each([
  ['issue_comment', true],
  ['push', false],
  ['workflow_dispatch', false],
])('one run by its id, started by %s', async (event, isForeign) => {
  nock(API).get('/repos/octo/app/actions/runs/5').reply(200, run(5, { event }));
  jobsOf(5, job(51));
  logOf(51);
  const found = await readFailures(request, name, { runId: 5 }, { jobs: 1, fetch: fetch(() => 'x') });
  expect(found).toMatchObject({ isForeign, total: 1 });
});

test.each<[string, () => void, number]>([
  [
    'that GitHub does not keep',
    () =>
      void nock(API)
        .get(/jobs\/51\/logs/)
        .reply(410, {}),
    200,
  ],
  ['that the storage does not give', () => logOf(51), 403],
  ['whose address is not encrypted', () => logOf(51, 'http://storage.example.test/51'), 200],
])('a log %s is missing', async (_, answer, status) => {
  runsOf(run(5));
  jobsOf(5, job(51));
  answer();
  const found = await read(1, () => 'x', status);
  expect(found.jobs).toMatchObject([{ log: { missing: 'GitHub does not keep it any more.' } }]);
});

test('of a long log its end, whatever its length', async () => {
  runsOf(run(5));
  jobsOf(5, job(51));
  logOf(51);
  const chunk = new Uint8Array(1024 * 1024).fill(120);
  let sent = 0;
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(chunk);
      },
    });
  const found = await read(1, endless);
  const log = found.jobs[0]?.log;
  expect(log && 'found' in log && log.found.length).toBe(2 * 1024 * 1024);
  expect(sent).toBeLessThan(80);
});

test('what the token may not read is thrown, without a signed address', async () => {
  nock(API)
    .get('/repos/octo/app/actions/runs')
    .query(true)
    .reply(403, { message: 'Resource not accessible by integration' });
  await expect(read(1, () => 'x')).rejects.toThrow('not accessible');
  runsOf(run(5));
  jobsOf(5, job(51));
  logOf(51);
  const error = await read(1, () => 'x', 503).catch((thrown: unknown) => thrown);
  expect(String(error)).toContain('Could not download the log of the job 51');
  expect(String(error)).not.toContain('sig=');
});
