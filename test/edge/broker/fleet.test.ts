import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { plainBody, startPair, type Pair } from './start-pair.ts';
import { opened, sendAs, socketOf, tokenOf, worker } from './start-fleet.ts';

/* One broker for a lead and its workers. */

const asked = {
  ...plainBody,
  model: 'claude-haiku-4-5',
  tools: [{ name: 'Grep', input_schema: { type: 'object' } }],
};
const usage = { input_tokens: 100, output_tokens: 10 };
const answering = { turns: [{ text: 'ok', usage }] };
/** 100 tokens in and 10 out, by the price list: of the lead's model and of the workers'. */
const [LEADS, WORKERS] = [600, 150];

async function gone(pair: Pair, actor: string): Promise<void> {
  await expect(stat(socketOf(pair, actor))).rejects.toThrow('ENOENT');
}

describe('a worker', () => {
  test('has its own socket, models, tools and caps, and is paid for by all above it', async () => {
    const pair = await startPair(answering);
    const sublead = await opened(pair, 'main/1');
    const below = await opened(pair, 'main/1/1', { budgetMicroUsd: 20_000, maxRequests: 1 });
    expect((await pair.send(plainBody)).status).toBe(200);
    expect((await sublead(asked)).status).toBe(200);
    expect((await below(asked)).status).toBe(200);
    expect((await below(asked)).text).toContain('1 times');
    expect((await sublead(plainBody)).status).toBe(403);
    expect((await pair.send(asked)).status).toBe(403);
    expect((await sublead({ ...asked, max_tokens: 3000 })).status).toBe(403);
    const spent = (actor?: string) => pair.broker.spentMicroUsd(actor);
    expect([spent(), spent('main/1'), spent('main/1/1'), spent('main/9')]).toEqual([
      LEADS + 2 * WORKERS,
      2 * WORKERS,
      WORKERS,
      0,
    ]);
    expect(pair.model.requests).toHaveLength(3);
    await pair.close();
  });

  test('is named in every event, and its requests are numbered apart', async () => {
    const pair = await startPair(answering);
    const send = await opened(pair, 'main/1');
    await pair.send(plainBody);
    await send(asked);
    await send(plainBody);
    expect(pair.events.map(({ actor, kind }) => [actor, kind])).toEqual([
      ['main', 'forwarded'],
      ['main', 'settled'],
      ['main/1', 'forwarded'],
      ['main/1', 'settled'],
      ['main/1', 'refused'],
    ]);
    expect(pair.events.at(-1)).toMatchObject({ request: 2, code: 'model-not-allowed' });
    await pair.close();
  });

  test('cannot spend more than its envelope, nor its lead what is held for it', async () => {
    const pair = await startPair(answering, { budgetMicroUsd: 130_000 });
    const send = await opened(pair, 'main/1', { budgetMicroUsd: 5000 });
    // 2,048 tokens of an answer may cost 10,240 micro-dollars.
    expect((await send({ ...asked, max_tokens: 2048 })).text).toContain("This worker's budget is $0.005");
    expect(await pair.broker.openActor(worker(pair, 'main/2', { budgetMicroUsd: 125_001 }))).toMatchObject({
      code: 'over-envelope',
    });
    await opened(pair, 'main/3', { budgetMicroUsd: 125_000 });
    const leads = pair.send(plainBody);
    expect(await Promise.race([leads, new Promise((resolve) => setTimeout(resolve, 50, 'waits'))])).toBe(
      'waits',
    );
    expect(await pair.broker.closeActor('main/3')).toBe(0);
    expect((await leads).status).toBe(200);
    await pair.close();
  });

  test('is not served under a name, a token or a parent that is not its own', async () => {
    const pair = await startPair(answering);
    await opened(pair, 'main/1');
    const refused = async (actor: string, change = {}) =>
      (await pair.broker.openActor(worker(pair, actor, change)))?.code;
    expect(await refused('main/1')).toBe('actor-known');
    expect(await refused('main/2', { agentToken: tokenOf('main/1') })).toBe('actor-known');
    expect(await refused('main/3', { agentToken: tokenOf('main') })).toBe('actor-known');
    expect(await refused('main/4', { parent: 'main/1' })).toBe('actor-known');
    expect(await refused('main/8/1')).toBe('actor-gone');
    expect(await refused('main', { parent: '' })).toBe('actor-gone');
    await pair.broker.closeActor('main/1');
    expect(await refused('main/1/1')).toBe('actor-gone');
    expect(await refused('main/1')).toBe('actor-known');
    expect(await refused('main/5', { agentToken: tokenOf('main/1') })).toBe('actor-known');
    await pair.close();
  });

  test('whose socket cannot be made, or whose model has no price, leaves no money held', async () => {
    const pair = await startPair(answering);
    const open = (actor: string, change: object) =>
      pair.broker.openActor(worker(pair, actor, { budgetMicroUsd: 900_000, ...change }));
    expect(await open('main/1', { socketPath: '/nowhere/at-all.sock' })).toMatchObject({
      code: 'model-unreachable',
    });
    expect(await open('main/2', { models: ['no-such-model'] })).toMatchObject({ code: 'model-refused' });
    expect(await open('main/3', {})).toBeNull();
    await pair.close();
  });
});

describe('a token', () => {
  test('of one actor is refused at the socket of another, and that is told of whoever it belongs to', async () => {
    const pair = await startPair(answering);
    await opened(pair, 'main/1');
    await opened(pair, 'main/2');
    for (const [actor, at] of [
      ['main/1', 'main/2'],
      ['main/1', 'main'],
      ['main', 'main/1'],
    ] as const) {
      const reply = await sendAs(pair, actor, at)(at === 'main' ? plainBody : asked);
      expect([reply.status, reply.text.includes("this run's token")]).toEqual([403, true]);
      expect(pair.events.at(-1)).toEqual({
        actor,
        kind: 'refused',
        request: 0,
        code: 'not-the-agent',
        because: `The token of ${actor} came at the socket of ${at}.`,
        remedy: expect.any(String) as string,
      });
    }
    const known = pair.events.length;
    await sendAs(pair, 'nobody', 'main/1')(asked);
    expect([pair.events.length, pair.model.requests.length, pair.broker.spentMicroUsd()]).toEqual([
      known,
      0,
      0,
    ]);
    await pair.close();
  });

  test('of an actor that has ended is dead: its socket is gone, and it is told where it speaks', async () => {
    const pair = await startPair(answering);
    const send = await opened(pair, 'main/1');
    await opened(pair, 'main/2');
    await send(asked);
    expect(await pair.broker.closeActor('main/1')).toBe(WORKERS);
    await gone(pair, 'main/1');
    await expect(send(asked)).rejects.toThrow('ENOENT');
    expect((await sendAs(pair, 'main/1', 'main/2')(asked)).status).toBe(403);
    expect(pair.events.at(-1)).toMatchObject({ actor: 'main/1', code: 'actor-gone' });
    expect(pair.model.requests).toHaveLength(1);
    await pair.close();
  });
});

describe('an end', () => {
  test('breaks and books what is in flight, of all below, and says what they spent', async () => {
    const pair = await startPair({ turns: [{ delayMs: 5000 }] });
    const sublead = await opened(pair, 'main/1', { budgetMicroUsd: 200_000 });
    const below = await opened(pair, 'main/1/1');
    const flying = [sublead(asked), below(asked)].map((reply) => reply.catch(() => 'broken'));
    await expect.poll(() => pair.model.requests.length).toBe(2);
    const reserved = pair.events.flatMap((event) =>
      event.kind === 'forwarded' ? [event.reservedMicroUsd] : [],
    );
    const total = reserved.reduce((sum, amount) => sum + amount, 0);
    // Both orders at once, and again: each is closed once.
    const closed = [pair.broker.closeActor('main/1'), pair.broker.closeActor('main/1/1')];
    expect(await Promise.all(closed)).toEqual([total, reserved[1]]);
    expect(await pair.broker.closeActor('main/1')).toBe(total);
    expect(await Promise.all(flying)).toEqual(['broken', 'broken']);
    await gone(pair, 'main/1');
    await gone(pair, 'main/1/1');
    expect([pair.broker.spentMicroUsd(), pair.broker.spentMicroUsd('main/1')]).toEqual([total, total]);
    // All else is the lead's again.
    expect(await pair.broker.openActor(worker(pair, 'main/2', { budgetMicroUsd: 1_000_000 - total }))).toBe(
      null,
    );
    await pair.close();
    await gone(pair, 'main/2');
  });

  test('of a parent is the end of a worker that is about to be served', async () => {
    const pair = await startPair({ turns: [{ delayMs: 5000 }] }, { budgetMicroUsd: 120_000 });
    const flying = pair.send(plainBody).catch(() => 'broken');
    await expect.poll(() => pair.model.requests.length).toBe(1);
    // It waits for the money of the request in flight.
    const opening = pair.broker.openActor(worker(pair, 'main/1', { budgetMicroUsd: 110_000 }));
    const coming = pair.broker.openActor(worker(pair, 'main/2', { budgetMicroUsd: 1000 }));
    await pair.broker.close();
    expect(await opening).toMatchObject({ code: 'agent-left' });
    expect(await coming).toMatchObject({ refused: true });
    expect(await flying).toBe('broken');
    await gone(pair, 'main/1');
    await gone(pair, 'main/2');
    await pair.model.close();
  });

  test('comes over a request that is still arriving, and over one that waits for money', async () => {
    const pair = await startPair({ turns: [{ delayMs: 5000 }] });
    const send = await opened(pair, 'main/1', { budgetMicroUsd: 12_000 });
    const first = send({ ...asked, max_tokens: 1500 }).catch(() => 'broken');
    await expect.poll(() => pair.model.requests.length).toBe(1);
    const waiting = send({ ...asked, max_tokens: 600 }).catch(() => 'broken');
    const half = request({
      socketPath: socketOf(pair, 'main/1'),
      method: 'POST',
      path: '/v1/messages',
      headers: { 'x-api-key': tokenOf('main/1'), 'content-length': '1000' },
    });
    const ended = new Promise((resolve) => half.on('error', resolve));
    half.write('{"model":');
    await expect.poll(() => pair.broker.requests()).toBe(3);
    await pair.broker.closeActor('main/1');
    await Promise.all([first, waiting, ended]);
    const refused = pair.events.flatMap((event) => (event.kind === 'refused' ? [event.code] : []));
    expect(refused.toSorted()).toEqual(['agent-left', 'body-not-json']);
    expect(pair.model.requests).toHaveLength(1);
    await pair.close();
  });
});

test('bodies of one worker fill its own room, not that of others', async () => {
  const pair = await startPair(answering);
  const greedy = await opened(pair, 'main/1');
  await opened(pair, 'main/2');
  const large = Array.from({ length: 3 }, () => {
    const half = request({
      socketPath: socketOf(pair, 'main/1'),
      method: 'POST',
      path: '/v1/messages',
      headers: { 'x-api-key': tokenOf('main/1'), 'content-length': String(30 * 1024 * 1024) },
    });
    half.on('error', () => {});
    half.write(Buffer.alloc(29 * 1024 * 1024, 0x20));
    return half;
  });
  await expect.poll(() => pair.broker.refusals().map(({ code }) => code)).toContain('too-much-at-once');
  expect((await sendAs(pair, 'main/2')(asked)).status).toBe(200);
  for (const half of large) half.destroy();
  await expect.poll(async () => (await greedy(asked)).status).toBe(200);
  await pair.close();
});
