import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeWorld, type World } from './world.ts';

/* What the operator's own machines see of the app: numbers, and whether it is ready. */

let world: World;
beforeEach(async () => {
  world = await makeWorld({ settings: { operatorPort: { host: '127.0.0.1', port: 0 } } });
});
afterEach(() => world.end());

const ask = async (path: string, init?: RequestInit) => {
  const response = await fetch(`${world.app.operatorUrl}${path}`, init);
  return { status: response.status, text: await response.text() };
};

/** The samples of a metric, by their labels. */
async function metric(name: string): Promise<Record<string, number>> {
  const { text } = await ask('/metrics');
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return Object.fromEntries(
    lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}

test('counts what was heard, asked and done', async () => {
  await world.says('wanda', '/dispatch reviewer look');
  await fetch(`${world.app.url}/api/github/webhooks`, { method: 'POST', body: 'rubbish' });
  expect(await metric('dispatch_jobs')).toMatchObject({ '{state="done"}': 1, '{state="running"}': 0 });
  const answers = await metric('dispatch_webhook_answers_total');
  expect(answers['{status="415"}']).toBe(1);
  expect(answers['{status="202"}']).toBeGreaterThanOrEqual(3);
  const calls = await metric('dispatch_github_calls_total');
  expect(calls['{status="201"}']).toBeGreaterThanOrEqual(1);
  expect(await metric('dispatch_budget_reserved_usd')).toEqual({ '': 0 });
  expect(await metric('dispatch_budget_spent_usd_total')).toEqual({ '': 0.01 });
  expect(await metric('dispatch_budget_spent_usd_total')).toEqual({ '': 0.01 });
  expect(await metric('dispatch_deliveries_waiting')).toEqual({ '': 0 });
  expect(await metric('dispatch_delivery_oldest_seconds')).toEqual({ '': 0 });
  const limits = await metric('dispatch_github_rate_limit_remaining');
  expect(limits['{resource="core"}']).toBeGreaterThan(0);
});

test('tells no name of a person, a repository or an agent', async () => {
  await world.says('wanda', '/dispatch reviewer look');
  expect((await ask('/metrics')).text).not.toMatch(/wanda|acme|reviewer/);
});

test('is ready while the store answers', async () => {
  expect(await ask('/readyz')).toEqual({ status: 200, text: 'ready\n' });
  expect(await ask('/healthz')).toEqual({ status: 200, text: 'ok\n' });
  const raw = new DatabaseSync(world.stateFile);
  raw.exec('ALTER TABLE inbox RENAME TO away');
  expect(await ask('/readyz')).toEqual({ status: 503, text: 'the store does not answer\n' });
  expect((await ask('/metrics')).status).toBe(500);
  expect((await ask('/healthz')).status).toBe(200);
  raw.exec('ALTER TABLE away RENAME TO inbox');
  raw.close();
  expect((await ask('/readyz')).status).toBe(200);
});

test('is not ready while it stops', async () => {
  const slow = { stallMs: 1500 };
  world.github.faults.add({ method: 'GET', path: /permission$/, respond: slow });
  world.github.comment('acme/app', world.issue.number, 'wanda', '/dispatch reviewer look');
  await expect.poll(() => world.github.requests.length, { timeout: 30_000 }).toBeGreaterThan(0);
  const closed = world.app.close();
  expect(await ask('/readyz')).toEqual({ status: 503, text: 'the app is about to stop\n' });
  await closed;
});

test('answers nothing else, and is not on the port of the webhooks', async () => {
  expect((await ask('/')).status).toBe(404);
  expect((await ask('/metrics', { method: 'POST', body: 'x' })).status).toBe(405);
  expect((await fetch(`${world.app.url}/metrics`)).status).toBe(404);
  expect((await fetch(`${world.app.url}/readyz`)).status).toBe(404);
});
