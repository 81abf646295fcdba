import { afterEach, beforeEach, expect, test } from 'vitest';
import { listener, stage } from './stage.ts';

let lab: Awaited<ReturnType<typeof stage>>;
let ear: Awaited<ReturnType<typeof listener>>;
let app: ReturnType<typeof lab.as>;
beforeEach(async () => {
  lab = await stage();
  ear = await listener();
  lab.github.setWebhook({ url: ear.url, secret: 'dummy-webhook-secret' });
  app = lab.as(lab.github.mintInstallationToken('acme/app'));
});
afterEach(async () => {
  await ear.end();
  await lab.endClean();
});

const MAKE = 'POST /repos/{owner}/{repo}/check-runs';
const CHANGE = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';
const LIST = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
const here = { owner: 'acme', repo: 'app' };
const making = () => ({ ...here, name: 'agent-dispatch / reviewer', head_sha: lab.main, external_id: 'a' });
const heard = () => ear.heard.map(({ payload }) => payload.action as string).toSorted();

test('an App makes a check, changes it and ends it, and hears of both', async () => {
  const { status, data } = await app(MAKE, making());
  expect(status).toBe(201);
  expect(data).toMatchObject({ status: 'queued', conclusion: null, external_id: 'a' });
  const change = { ...here, check_run_id: data.id };
  expect((await app(CHANGE, { ...change, status: 'in_progress' })).data.status).toBe('in_progress');
  const ended = await app(CHANGE, { ...change, conclusion: 'success' });
  expect(ended.data).toMatchObject({ status: 'completed', conclusion: 'success' });
  await lab.github.idle();
  expect(heard()).toEqual(['completed', 'created']);
});

test("another App's check stays as it is, and a commit that is none gets none", async () => {
  const { data } = await app(MAKE, making());
  const job = lab.as(lab.github.mintJobToken('acme/app', { checks: 'write' }));
  expect((await job(CHANGE, { ...here, check_run_id: data.id, status: 'in_progress' })).status).toBe(403);
  expect((await app(MAKE, { ...making(), head_sha: 'f'.repeat(40) })).status).toBe(422);
  const reader = lab.as(lab.github.mintInstallationToken('acme/app', { checks: 'read' }));
  expect((await reader(MAKE, making())).status).toBe(403);
});

test('the list shows the newest of each name, or all', async () => {
  await app(MAKE, making());
  await app(MAKE, { ...making(), external_id: 'b' });
  await app(MAKE, { ...making(), name: 'other' });
  const listed = async (more: object) =>
    (await app(LIST, { ...here, ref: lab.main, ...more })).data.check_runs.map(
      (check: { external_id: string }) => check.external_id,
    );
  expect(await listed({ check_name: 'agent-dispatch / reviewer' })).toEqual(['b']);
  expect(await listed({ check_name: 'agent-dispatch / reviewer', filter: 'all' })).toEqual(['b', 'a']);
  expect(await listed({ app_id: lab.github.app.id + 1 })).toEqual([]);
});

test('the App hears who pressed what; a button is there when the check is over', async () => {
  const actions = [{ label: 'Again', description: 'Once more', identifier: 'retry' }];
  const { data } = await app(MAKE, { ...making(), actions });
  expect(() => lab.github.pressCheckButton(data.id, 'alice', 'retry')).toThrow(/no button/);
  await app(CHANGE, { ...here, check_run_id: data.id, conclusion: 'failure' });
  lab.github.pressCheckButton(data.id, 'alice', 'retry');
  lab.github.rerunCheck(data.id, 'mallory');
  await lab.github.idle();
  const pressed = ear.heard.filter(({ payload }) => payload.sender.type === 'User');
  expect(pressed.map(({ payload }) => `${payload.action} ${payload.sender.login}`).toSorted()).toEqual([
    'requested_action alice',
    'rerequested mallory',
  ]);
});
