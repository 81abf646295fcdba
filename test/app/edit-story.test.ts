import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { openStore } from '../../edge/store/store.ts';
import { makeWorld, WEBHOOK_SECRET, type World } from './world.ts';

/* T02 and T10 of docs/attack-rows.md: an edit gives no command; it can only take one back. Nothing is heard twice. */

let world: World;
afterEach(() => world.end());

const COMMAND = '/dispatch reviewer check the error handling';
const OTHER = '/dispatch reviewer do something else';

/** A job that was accepted and then left: GitHub lost us between its comment and its run. */
async function queued(): Promise<number> {
  world = await makeWorld();
  const { faults } = world.github;
  faults.add({ method: 'GET', path: /permission$/, respond: { alter: (body) => body }, times: 1 });
  faults.add({ method: 'GET', path: /permission$/, respond: { status: 500 } });
  faults.add({ method: 'PATCH', path: /issues\/comments\/\d+$/, respond: { status: 502 } });
  const { id } = await world.says('wanda', COMMAND);
  faults.clear();
  expect(world.answers()[0]?.body).toMatch(/about to start/);
  return id;
}

describe('a command that still waits is taken back', () => {
  test.each([
    ['by an edit', (id: number) => void world.github.editComment(id, 'wanda', OTHER), /was edited/],
    ['by its end', (id: number) => world.github.deleteComment(id, 'wanda'), /was deleted/],
  ])('%s; its one comment says so', async (_, act, words) => {
    const id = await queued();
    act(id);
    await world.settle();
    expect(world.answers()).toHaveLength(1);
    expect(world.answers()[0]?.body).toMatch(/was not started/);
    expect(world.answers()[0]?.body).toMatch(words);
    await world.restart();
    expect(world.dispatches()).toEqual([]);
  });

  test.each(['awaiting_approval', 'reserved'] as const)('in the state %s, too', async (state) => {
    const id = await queued();
    const store = openStore(world.stateFile);
    const [job] = await store.jobs.open();
    expect(job && (await store.jobs.move(job, ['authorised', 'reserved'], state))).toBe(true);
    await store.close();
    world.github.editComment(id, 'wanda', OTHER);
    await world.settle();
    expect(world.answers()[0]?.body).toMatch(/was edited/);
  });

  test('also when it has not been looked at yet: GitHub told of both', async () => {
    world = await makeWorld();
    world.github.faults.add({ method: 'GET', path: /permission$/, respond: { stallMs: 1500 }, times: 1 });
    const { id } = world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
    await expect.poll(() => world.github.requests.length, { timeout: 30_000 }).toBeGreaterThan(0);
    world.github.editComment(id, 'wanda', OTHER);
    await world.settle();
    expect(world.dispatches()).toEqual([]);
    expect(world.answers().map(({ body }) => body)).toEqual([expect.stringMatching(/was edited/)]);
  });
});

test('a run that was asked for goes on as it was, whatever becomes of the comment', async () => {
  world = await makeWorld();
  const { id } = await world.says('wanda', COMMAND);
  const { length } = world.answers()[0]?.revisions ?? [];
  world.github.editComment(id, 'wanda', OTHER);
  await world.settle();
  world.github.deleteComment(id, 'wanda');
  await world.settle();
  expect(world.answers()[0]?.revisions).toHaveLength(length);
  expect(world.dispatches()).toHaveLength(1);
});

describe('an old comment that is edited into a command', () => {
  test.each([
    ['by its author', 'wanda', 'wanda'],
    ["by somebody who may write, into a stranger's", 'rita', 'wanda'],
  ])('%s starts nothing', async (_, author, editor) => {
    world = await makeWorld();
    const { id } = await world.says(author, 'Hello.');
    world.github.editComment(id, editor, COMMAND);
    await world.settle();
    expect(world.dispatches()).toEqual([]);
    expect(world.answers()).toEqual([]);
  });

  /** The edit's body as if it were that of a new comment; so it is told from one by its action and its sender only. */
  async function asCreated(author: string, editor: string): Promise<void> {
    world = await makeWorld();
    const { id } = await world.says(author, 'Hello.');
    await world.app.close();
    world.github.editComment(id, editor, COMMAND);
    await world.github.idle();
    const store = openStore(world.stateFile);
    const edit = world.github.deliveries.find(({ action }) => action === 'edited')?.request.payload as object;
    const payload = JSON.stringify({ ...edit, action: 'created' });
    const news = { event: 'issue_comment', lane: world.repository.id, payload };
    await store.inbox.accept({ ...news, delivery: randomUUID(), contentKey: 'another' });
    await store.close();
    await world.restart();
  }

  test('would start one if its action were not looked at', async () => {
    await asCreated('wanda', 'wanda');
    expect(world.dispatches()).toHaveLength(1);
  });

  test("would still start none for a stranger's: who sends is not who wrote it", async () => {
    await asCreated('rita', 'wanda');
    expect(world.dispatches()).toEqual([]);
  });
});

describe('a signed body that is sent once more, under a new GUID', () => {
  const payloadOf = () =>
    world.github.deliveries.find(({ event }) => event === 'issue_comment')?.request.payload as object;

  async function send(payload: object): Promise<void> {
    const body = JSON.stringify(payload);
    const signature = createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex');
    const { status } = await fetch(`${world.app.url}/api/github/webhooks`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-delivery': randomUUID(),
        'x-github-event': 'issue_comment',
        'x-hub-signature-256': `sha256=${signature}`,
      },
      body,
    });
    expect(status).toBe(202);
    await world.settle();
  }

  test.each([
    ['an hour later', 1 / 24],
    ['three days later', 3],
    ['forty days later, when the inbox has forgotten it,', 40],
  ])('%s starts no second run', async (_, days) => {
    let later = 0;
    world = await makeWorld({ settings: { now: () => Date.now() + later } });
    await world.says('wanda', COMMAND);
    later = days * 86_400_000;
    await world.restart();
    await send(payloadOf());
    expect(world.dispatches()).toHaveLength(1);
    expect(world.answers()).toHaveLength(1);
  });

  test('would start one if nothing were remembered', async () => {
    world = await makeWorld();
    await world.says('wanda', COMMAND);
    await world.loseStore();
    await send(payloadOf());
    expect(world.dispatches()).toHaveLength(2);
  });

  test('and with nothing remembered at all, none after three days', async () => {
    let later = 0;
    world = await makeWorld({ settings: { now: () => Date.now() + later } });
    await world.says('wanda', COMMAND);
    later = 3.1 * 86_400_000;
    await world.loseStore();
    await send(payloadOf());
    expect(world.dispatches()).toHaveLength(1);
  });
});
