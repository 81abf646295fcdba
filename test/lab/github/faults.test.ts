import { afterEach, beforeEach, expect, test } from 'vitest';
import { stage, type Answer } from './stage.ts';

const ROUTE = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
let lab: Awaited<ReturnType<typeof stage>>;
let say: (body: string) => Promise<Answer>;
beforeEach(async () => {
  lab = await stage();
  const app = lab.as(lab.github.mintInstallationToken('acme/app'));
  say = (body) => app('POST /repos/acme/app/issues/1/comments', { body });
});
afterEach(() => lab.end());

const stored = () => lab.github.listComments('acme/app', 1).map(({ body }) => body);

test('a planned status strikes as often as planned, before anything happens', async () => {
  const body = { message: 'You have exceeded a secondary rate limit' };
  const respond = { status: 403, body, headers: { 'retry-after': '60' } };
  lab.github.faults.add({ method: 'POST', path: ROUTE, times: 1, respond });
  const first = await say('one');
  expect([first.status, first.data]).toEqual([403, body]);
  expect((await say('two')).status).toBe(201);
  expect(stored()).toEqual(['two']);
});

test('a reset loses the request, or only the answer', async () => {
  lab.github.faults.add({ method: 'POST', path: /\/issues\/1\/comments$/, times: 1, respond: 'reset' });
  await expect(say('lost')).rejects.toThrow(/closed|reset|failed/i);
  lab.github.faults.add({ method: 'POST', path: ROUTE, times: 1, respond: 'reset-after-commit' });
  await expect(say('kept')).rejects.toThrow(/closed|reset|failed/i);
  expect(stored()).toEqual(['kept']);
  expect(lab.github.requests.map(({ status }) => status)).toEqual([0, 0]);
});

test('a 502 after the work was done tempts the client into doing it twice', async () => {
  lab.github.faults.add({ method: 'POST', path: ROUTE, times: 1, respond: { statusAfterCommit: 502 } });
  expect((await say('once')).status).toBe(502);
  expect(stored()).toEqual(['once']);
});

test('a stalled answer comes, late', async () => {
  lab.github.faults.add({ method: 'POST', path: ROUTE, respond: { stallMs: 120 } });
  const started = performance.now();
  expect((await say('slow')).status).toBe(201);
  expect(performance.now() - started).toBeGreaterThan(100);
  lab.github.faults.clear();
  expect((await say('quick')).status).toBe(201);
});
