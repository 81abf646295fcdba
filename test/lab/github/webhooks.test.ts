import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appJwt, listener, stage } from './stage.ts';

const SECRET = 'dummy-webhook-secret';
let lab: Awaited<ReturnType<typeof stage>>;
let ear: Awaited<ReturnType<typeof listener>>;
beforeEach(async () => {
  lab = await stage();
  ear = await listener();
  lab.github.setWebhook({ url: ear.url, secret: SECRET });
});
afterEach(async () => {
  await lab.end();
  await ear.end();
});

test('a comment reaches the App, signed, with the installation it is for', async () => {
  const comment = lab.github.comment('acme/app', 1, 'alice', '/dispatch reviewer look');
  await lab.github.idle();
  const [heard] = ear.heard;
  const signature = createHmac('sha256', SECRET)
    .update(heard?.text ?? '')
    .digest('hex');
  expect(heard?.headers).toMatchObject({
    'x-github-event': 'issue_comment',
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': `sha256=${signature}`,
    'content-type': 'application/json',
  });
  expect(heard?.headers['x-github-delivery']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-/);
  expect(heard?.payload).toMatchObject({
    action: 'created',
    comment: { id: comment.id, body: '/dispatch reviewer look', user: { login: 'alice' } },
    issue: { number: 1 },
    repository: { full_name: 'acme/app' },
    sender: { login: 'alice', type: 'User' },
    installation: { id: lab.github.installationId('acme/app') },
  });
  expect(lab.github.violations).toEqual([]);
});

test("edits say what was there, and the App's own comments come back as a bot's", async () => {
  const comment = lab.github.comment('acme/app', 1, 'alice', 'before');
  lab.github.editComment(comment.id, 'alice', 'after');
  lab.github.deleteComment(comment.id, 'alice');
  const app = lab.as(lab.github.mintInstallationToken('acme/app'));
  await app('POST /repos/acme/app/issues/1/comments', { body: 'hello' });
  await lab.github.idle();
  const find = (action: string, body: string) =>
    ear.heard.find(({ payload }) => payload.action === action && payload.comment.body === body)?.payload;
  expect(find('created', 'before')).toBeDefined();
  expect(find('edited', 'after').changes.body.from).toBe('before');
  expect(find('deleted', 'after')).toBeDefined();
  expect(find('created', 'hello')).toMatchObject({
    sender: { login: 'agent-dispatch[bot]', type: 'Bot' },
    comment: { performed_via_github_app: { slug: 'agent-dispatch' } },
  });
  expect(lab.github.violations).toEqual([]);
});

test('the App hears of being installed, but not of repositories it is not installed on', async () => {
  const { gitDir } = lab;
  lab.github.createRepository({ owner: 'acme', name: 'second', gitDir });
  lab.github.createRepository({ owner: 'umbrella', name: 'app', gitDir });
  lab.github.createRepository({ owner: 'hidden', name: 'app', gitDir, installed: false });
  lab.github.createIssue('hidden/app', { title: 'quiet', author: 'alice' });
  lab.github.comment('hidden/app', 1, 'alice', 'nobody hears this');
  await lab.github.idle();
  const events = ear.heard.map(
    ({ headers, payload }) => `${String(headers['x-github-event'])}.${payload.action}`,
  );
  expect(events.toSorted()).toEqual(['installation.created', 'installation_repositories.added']);
  expect(lab.github.violations).toEqual([]);
});

describe('deliveries', () => {
  test('are listed to the App, and sent again under the same GUID when it asks', async () => {
    lab.github.comment('acme/app', 1, 'alice', 'one');
    lab.github.comment('acme/app', 1, 'alice', 'two');
    await lab.github.idle();
    const jwt = lab.as(await appJwt());
    const newest = await jwt('GET /app/hook/deliveries', { per_page: 1 });
    expect(newest.data[0]).toMatchObject({ status: 'OK', status_code: 202, event: 'issue_comment' });
    const next = /<([^>]+)>; rel="next"/.exec(newest.headers['link'] ?? '')?.[1] ?? '';
    const [older] = (await jwt(`GET ${next.replace(lab.github.api, '')}`)).data;
    expect(older.id).toBeLessThan(newest.data[0].id);
    const again = await jwt('POST /app/hook/deliveries/{id}/attempts', { id: older.id });
    expect(again.status).toBe(202);
    await lab.github.idle();
    const guids = ear.heard.map(({ headers }) => headers['x-github-delivery']);
    expect(guids).toHaveLength(3);
    expect(guids[2]).toBe(older.guid);
    const last = lab.github.deliveries.at(-1);
    expect(last).toMatchObject({ redelivery: true, guid: older.guid, statusCode: 202 });
    const { data } = await jwt('GET /app/hook/deliveries/{id}', { id: last?.id });
    expect(data.response.payload).toBe('heard');
    expect(ear.heard[2]?.text).toBe(ear.heard[0]?.text);
    expect(lab.github.violations).toEqual([]);
  });

  test('that fail are recorded and never sent again by themselves', async () => {
    const broken = await listener(503);
    lab.github.setWebhook({ url: broken.url, secret: SECRET });
    lab.github.comment('acme/app', 1, 'alice', 'one');
    await lab.github.idle();
    await broken.end();
    lab.github.comment('acme/app', 1, 'alice', 'two');
    await lab.github.idle();
    expect(broken.heard).toHaveLength(1);
    expect(lab.github.deliveries.map(({ status }) => status)).toEqual([
      'Invalid HTTP Response: 503',
      'failed to connect to host',
    ]);
    const failed = await lab.as(await appJwt())('GET /app/hook/deliveries', { status: 'failure' });
    expect(failed.data).toHaveLength(2);
    lab.github.setWebhook({ url: ear.url, secret: SECRET });
    lab.github.redeliver(failed.data[0].id);
    await lab.github.idle();
    expect(ear.heard[0]?.payload.comment.body).toBe('two');
  });
});
