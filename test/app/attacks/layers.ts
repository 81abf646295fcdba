import { createHmac, randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { openStore } from '../../../edge/store/store.ts';
import { succeeds, WEBHOOK_SECRET, type Play, type World } from '../world.ts';

/** Layers that a test may switch off to see whether its oracle fires: a file mocks the modules, see `mocks` there. */
export type Off = {
  /** Whoever asks has the role write. */
  role: boolean;
  /** Any line with the command's word is a command, with look-alikes folded to what they look like. */
  parse: boolean;
  /** Bots and apps are listened to. */
  listen: boolean;
  /** Any signature is right. */
  signature: boolean;
  /** Jobs of every repository are those of this one; 0: the layer is on. */
  tenant: number;
  /** What has ended is as if it had not. */
  terminal: boolean;
};

export const allOn = (): Off => ({
  role: false,
  parse: false,
  listen: false,
  signature: false,
  tenant: 0,
  terminal: false,
});

export const COMMAND = '/dispatch reviewer check the error handling';

/** Sends a body as GitHub would, with headers that may say something else. */
export async function send(
  world: World,
  payload: unknown,
  { event = 'issue_comment', headers = {}, bytes }: Sent = {},
): Promise<number> {
  const body = bytes ?? Buffer.from(JSON.stringify(payload));
  const { status } = await fetch(`${world.app.url}/api/github/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-delivery': randomUUID(),
      'x-github-event': event,
      'x-hub-signature-256': signed(body),
      ...headers,
    },
    body: new Uint8Array(body),
  });
  await world.settle();
  return status;
}

type Sent = { event?: string; headers?: Record<string, string>; bytes?: Buffer };

export const signed = (body: Buffer) =>
  `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`;

type CommentPayload = { comment: { id: number; body: string }; [key: string]: unknown };

/** The webhook of a new comment of `login` that GitHub's stand-in did not send: its fields may say anything. */
export async function payloadOf(world: World, login: string, changes: object): Promise<CommentPayload> {
  await world.says(login, 'Only to have a payload to copy.');
  const { payload } =
    world.github.deliveries.findLast(({ event }) => event === 'issue_comment')?.request ?? {};
  const copy = structuredClone(payload) as CommentPayload;
  world.github.setWebhook(null);
  const { id } = world.github.comment('acme/app', world.issue.number, login, 'Not told.');
  world.github.setWebhook({ url: `${world.app.url}/api/github/webhooks`, secret: WEBHOOK_SECRET });
  Object.assign(copy.comment, { id }, changes);
  return copy;
}

/** Runs `act` with a layer off, and switches it on again. */
export async function without(off: Off, layers: Partial<Off>, act: () => Promise<unknown>): Promise<void> {
  Object.assign(off, layers);
  try {
    await act();
  } finally {
    Object.assign(off, allOn());
  }
}

/** How many more runs are asked for while `act` lasts. */
export async function startedBy(world: World, act: () => Promise<unknown>): Promise<number> {
  const before = world.dispatches().length;
  await act();
  await world.settle();
  return world.dispatches().length - before;
}

/** A slow machine is no failure. */
const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 20_000, interval: 50 });

/** The states of the jobs that have not ended. */
export async function openStates(world: World): Promise<string[]> {
  const store = openStore(world.stateFile);
  try {
    return (await store.jobs.open()).map(({ state }) => state);
  } finally {
    await store.close();
  }
}

/** What was written to a repository since the request of this number. */
export const writes = (world: World, from: number) =>
  world.github.requests
    .slice(from)
    .filter(({ method, path }) => method !== 'GET' && path.startsWith('/repos/'));

/** A command in a thread of its own, whose run lasts until `end` is called. */
export async function underWay(
  world: World,
  use: (play: Play) => void,
): Promise<{ end: () => Promise<void>; number: number }> {
  let done: () => void = () => {};
  const waiting = new Promise<void>((resolve) => (done = resolve));
  const ends = succeeds();
  use(async (...all) => (await waiting, ends(...all)));
  const { number } = world.github.createIssue('acme/app', { title: 'Another', author: 'wanda' });
  world.github.comment('acme/app', number, 'wanda', COMMAND);
  await soon(() => expect(world.answers(number)[0]?.body).toMatch(/is working/));
  await world.app.idle();
  return {
    number,
    async end() {
      done();
      await world.settle();
    },
  };
}
