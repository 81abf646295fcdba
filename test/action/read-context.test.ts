import nock from 'nock';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { changeReader } from '../../action/read-change.ts';
import { readContext } from '../../action/read-context.ts';
import { plannedContext, type WrittenContext } from '../../core/config/context.ts';
import { API, nocked, request } from '../edge/github/nocked.ts';
import { plan } from '../contract/plan.ts';

nocked();

const name = { owner: 'octo', repo: 'app' };
const authority = { kind: 'workflow', agent: 'a', task: 't', actor: 'ada' } as const;
const [base, head] = ['a'.repeat(40), 'b'.repeat(40)];

function read(context: WrittenContext, payload: object | null) {
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-context-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const eventPath = join(folder, 'event.json');
  if (payload !== null) writeFileSync(eventPath, JSON.stringify(payload));
  const source = { authority, eventPath, request, name };
  const profile = { ...plan, context: plannedContext(context) };
  return readContext(profile, { ...source, readChange: changeReader(source) });
}

const pull = (id: number) => ({
  repository: { id: 1, private: false },
  pull_request: { number: 7, head: { sha: head, repo: { id } }, base: { sha: base } },
});

test('a profile that asks for nothing asks GitHub nothing', async () => {
  expect(await read([], pull(1))).toEqual({
    thread: null,
    diff: null,
    failures: null,
    earlier: null,
    continued: null,
    isFork: false,
    acceptedAt: null,
  });
});

test('the thread and the change of the pull request that the event is about', async () => {
  const opening = { title: 'T', body: 'B', comments: 0, user: { login: 'eve' }, author_association: 'NONE' };
  nock(API).get('/repos/octo/app/issues/7').reply(200, opening);
  nock(API).get(`/repos/octo/app/compare/${base}...${head}`).reply(200, 'diff --git a/x b/x');
  const given = await read(['thread', 'diff'], pull(2));
  expect(given).toMatchObject({
    thread: { found: { number: 7, title: 'T' } },
    diff: { found: 'diff --git a/x b/x' },
    isFork: true,
  });
});

test('what the token may not read is missing, and says which permissions are', async () => {
  nock(API).get('/repos/octo/app/issues/7').reply(403, { message: 'Resource not accessible by integration' });
  nock(API).get(`/repos/octo/app/compare/${base}...${head}`).reply(404, {});
  expect(await read(['thread', 'diff'], pull(1))).toMatchObject({
    thread: { missing: expect.stringMatching(/not accessible.* The job needs the permissions issues: read/) },
    diff: { missing: expect.stringContaining('no pull request here') },
  });
});

test.each([null, { repository: { id: 1 } }, { issue: { number: 'x' } }])(
  'an event about no thread: %j',
  async (payload) => {
    expect(await read(['thread'], payload)).toMatchObject({
      thread: { missing: 'what started the workflow is about no issue or pull request.' },
    });
  },
);

describe('the jobs that failed', () => {
  const runs = () => nock(API).get('/repos/octo/app/actions/runs');
  test('are those of the run that the event is about', async () => {
    nock(API).get('/repos/octo/app/actions/runs/5').reply(200, { id: 5 });
    nock(API).get('/repos/octo/app/actions/runs/5/jobs').query(true).reply(200, { jobs: [] });
    expect(await read(['failures'], { workflow_run: { id: 5 } })).toMatchObject({
      failures: { found: { jobs: [], total: 0 } },
    });
  });

  test('or those at the commit of the pull request', async () => {
    runs()
      .query((query) => query['head_sha'] === head)
      .reply(200, { workflow_runs: [] });
    expect(await read(['failures'], pull(1))).toMatchObject({ failures: { found: { jobs: [] } } });
  });

  test('are missing where the token may not read them, or nothing is named', async () => {
    runs().query(true).reply(403, { message: 'Resource not accessible by integration' });
    expect(await read(['failures'], pull(1))).toMatchObject({
      failures: { missing: expect.stringMatching(/not accessible.* needs the permission actions: read/) },
    });
    expect(await read(['failures'], { repository: { id: 1 } })).toMatchObject({
      failures: { missing: expect.stringContaining('no run and no pull request') },
    });
  });
});
