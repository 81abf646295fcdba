import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { makeWorld, WEBHOOK_SECRET, type World } from './world.ts';

let world: World;
afterEach(() => world.end());

const COMMAND = '/dispatch reviewer check the error handling';

/** Sends a body as GitHub would. GUID and event are headers, which no signature covers. */
async function send(event: string, payload: unknown, guid: string = randomUUID()): Promise<number> {
  const body = JSON.stringify(payload);
  const { status } = await fetch(`${world.app.url}/api/github/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-delivery': guid,
      'x-github-event': event,
      'x-hub-signature-256': `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`,
    },
    body,
  });
  return status;
}

const payloads = (event: string, action: string) =>
  world.github.deliveries
    .filter((delivery) => delivery.event === event && delivery.action === action)
    .map(({ request }) => request.payload as Record<string, unknown>);

/** The comment's webhook, taken out of the air: GitHub's stand-in records only what it sends. */
async function unheard(body: string): Promise<Record<string, unknown>> {
  await world.app.close();
  world.github.comment('acme/app', world.issue.number, 'wanda', body);
  await world.github.idle();
  await world.restart();
  return payloads('issue_comment', 'created').at(-1) ?? {};
}

test('the same comment under many GUIDs at once starts one run', async () => {
  world = await makeWorld();
  const payload = await unheard(COMMAND);
  const statuses = await Promise.all(Array.from({ length: 12 }, () => send('issue_comment', payload)));
  await world.settle();
  expect(new Set(statuses)).toEqual(new Set([202]));
  expect(world.dispatches()).toHaveLength(1);
  expect(world.answers()).toHaveLength(1);
});

test('two commands at once: two runs, two comments, each with its own result', async () => {
  world = await makeWorld();
  for (const agent of ['reviewer', 'helper'])
    world.github.comment('acme/app', world.issue.number, 'wanda', `/dispatch ${agent} check it`);
  await world.settle();
  const bodies = world.answers().map(({ body }) => body);
  expect(bodies).toHaveLength(2);
  for (const body of bodies) expect(body).toContain('All errors are handled.');
  const marks = bodies.map((body) => /agent-dispatch job=(\w+)/.exec(body)?.[1]);
  expect(new Set(marks).size).toBe(2);
});

test('the run is over before GitHub has answered that it was started', async () => {
  world = await makeWorld();
  world.github.faults.add({ method: 'POST', path: /dispatches$/, respond: { stallMs: 400 } });
  await world.says('wanda', COMMAND);
  expect(world.dispatches()).toHaveLength(1);
  expect(world.answers()).toHaveLength(1);
  expect(world.answers()[0]?.body).toContain('All errors are handled.');
});

test('the end of a run is heard first: its beginning changes nothing any more, nor does another end', async () => {
  world = await makeWorld();
  world.github.setWebhook({ url: 'http://127.0.0.1:1/', secret: WEBHOOK_SECRET });
  world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
  await world.github.idle();
  await send('issue_comment', payloads('issue_comment', 'created')[0]);
  await world.settle();
  expect(world.answers()[0]?.body).toMatch(/about to start/);
  const [beginning] = payloads('workflow_run', 'in_progress');
  const [end] = payloads('workflow_run', 'completed');
  await send('workflow_run', end);
  await world.settle();
  expect(world.answers()[0]?.body).toContain('All errors are handled.');
  const told = world.answers()[0]?.revisions.length;
  const run = end?.['workflow_run'] as object;
  await send('workflow_run', beginning);
  await send('workflow_run', { ...end, workflow_run: { ...run, conclusion: 'failure' } });
  await send('workflow_run', { ...end, workflow_run: { ...run, conclusion: 'failure', run_attempt: 2 } });
  await world.settle();
  expect(world.answers()[0]?.revisions.length).toBe(told);
});

describe('a signed body under another name', () => {
  test.each(['pull_request_review_comment', 'workflow_run', 'installation', 'issue_comments'])(
    'is not taken for a command: %s',
    async (event) => {
      world = await makeWorld();
      const payload = await unheard(COMMAND);
      expect(await send(event, payload)).toBe(202);
      await world.settle();
      expect(world.dispatches()).toEqual([]);
      expect(world.answers()).toEqual([]);
    },
  );

  test('a review comment sent as an issue comment starts nothing', async () => {
    world = await makeWorld();
    const { issue: _, ...rest } = await unheard(COMMAND);
    expect(await send('issue_comment', { ...rest, pull_request: { number: 1 } })).toBe(202);
    await world.settle();
    expect(world.dispatches()).toEqual([]);
    expect(world.answers()).toEqual([]);
  });
});

describe('a body that is replayed', () => {
  test.each([
    ['an hour later', 1 / 24],
    ['four days later', 4],
    ['forty days later, when the inbox has forgotten it,', 40],
  ])('%s gets no second answer', async (_, days) => {
    let later = 0;
    world = await makeWorld({ settings: { now: () => Date.now() + later } });
    const payload = await unheard('/dispatch nobody do it');
    await send('issue_comment', payload);
    await world.settle();
    later = days * 86_400_000;
    await world.restart();
    await send('issue_comment', payload);
    await world.settle();
    expect(world.answers()).toHaveLength(1);
  });
});

test('a private repository is served like any other', async () => {
  world = await makeWorld();
  world.github.createRepository({ owner: 'acme', name: 'hidden', gitDir: world.gitDir, private: true });
  world.github.setRole('acme/hidden', 'wanda', 'write');
  const { number } = world.github.createIssue('acme/hidden', { title: 'Quiet', author: 'wanda' });
  world.github.comment('acme/hidden', number, 'wanda', COMMAND);
  await world.settle();
  const [comment, ...others] = world.github.listComments('acme/hidden', number).filter((one) => one.viaApp);
  expect(others).toEqual([]);
  expect(comment?.body).toContain('All errors are handled.');
});

test('the head is the one that was accepted, wherever the fork pushes meanwhile', async () => {
  world = await makeWorld();
  await world.says('wanda', COMMAND);
  const heads = () =>
    world.dispatches().map(({ body }) => (body as { inputs: { head: string } }).inputs.head);
  const [headSha = ''] = heads();
  const pull = await world.github.createPullRequest('acme/app', {
    title: 'Faster',
    author: 'rita',
    headSha,
    headOwner: 'rita',
  });
  // The app is killed after it has written its comment; the fork pushes; the app comes back.
  await world.killedAt('POST', /issues\/\d+\/comments$/, 1, () => {
    world.github.comment('acme/app', pull.number, 'wanda', COMMAND);
  });
  world.github.faults.add({
    method: 'GET',
    path: /pulls\/\d+$/,
    respond: {
      alter: (body) => ({
        ...(body as object),
        head: { ...(body as { head: object }).head, sha: 'e'.repeat(40) },
      }),
    },
  });
  await world.restart();
  expect(heads()).toEqual([headSha, headSha]);
});
