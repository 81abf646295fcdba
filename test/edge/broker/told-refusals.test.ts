import { afterEach, describe, expect, test } from 'vitest';
import type { ActorEvent } from '../../../edge/broker/events.ts';
import { tellRefusals } from '../../../edge/broker/told-refusals.ts';
import { refuse } from '../../../core/refusal.ts';
import { tellEach } from '../../../lab/fuzz/fleet/tell-each.ts';
import { plainBody, startPair, type Pair } from './start-pair.ts';

const BAD = refuse('unknown-key', 'The request has a key that no profile allows.', 'Leave it out.');
const OTHER = refuse('foreign-route', 'It is another route.', 'Ask for messages.');

const wordsOf = ({ code, because, remedy }: typeof BAD) => ({ code, because, remedy });

/** Tells of so many refusals, and returns what was heard. */
function heardOf(count: number): { events: ActorEvent[]; flush: () => void } {
  const events: ActorEvent[] = [];
  const told = tellRefusals((event) => events.push(event));
  for (let at = 1; at <= count; at += 1) told.tell(at, BAD);
  return { events, flush: () => told.flush() };
}

/** How many refusals the events stand for. */
const counted = (events: readonly ActorEvent[]) =>
  events.reduce((sum, event) => sum + (event.kind === 'refused-more' ? event.count : 1), 0);

describe('refusals of one code', () => {
  test('are told in full at first, then by their number, and none is left out', () => {
    const { events, flush } = heardOf(50);
    expect(events.slice(0, 20)).toEqual(
      Array.from({ length: 20 }, (_, at) => ({ kind: 'refused', request: at + 1, ...wordsOf(BAD) })),
    );
    expect(events.slice(20)).toEqual([{ kind: 'refused-more', code: 'unknown-key', count: 20 }]);
    flush();
    flush();
    expect(events.slice(21)).toEqual([{ kind: 'refused-more', code: 'unknown-key', count: 10 }]);
    expect(counted(events)).toBe(50);
  });

  test.each([1, 19, 20, 21, 39, 40, 41, 1000, 12_345])('are all counted: %i', (count) => {
    const { events, flush } = heardOf(count);
    expect(counted(events)).toBeGreaterThanOrEqual(count / 2);
    flush();
    expect(counted(events)).toBe(count);
  });

  test('take forty events when they are a million', () => {
    const { events, flush } = heardOf(1_000_000);
    flush();
    expect(events.length).toBeLessThanOrEqual(40);
    expect(counted(events)).toBe(1_000_000);
  });

  test('hide none of another code', () => {
    const events: ActorEvent[] = [];
    const told = tellRefusals((event) => events.push(event));
    for (let at = 1; at <= 1000; at += 1) told.tell(at, BAD);
    told.tell(1001, OTHER);
    expect(events.at(-1)).toEqual({ kind: 'refused', request: 1001, ...wordsOf(OTHER) });
  });
});

describe('an agent that asks for what it may not have, again and again', () => {
  const REQUESTS = 300;
  let pair: Pair;
  afterEach(() => pair.close());

  /** Sends as many requests: above the limit, which has no end either, or with a body that is refused. */
  async function flood(change: object, send: () => object, toldOf?: typeof tellRefusals): Promise<void> {
    pair = await startPair({ turns: [] }, change, undefined, toldOf);
    for (let at = 0; at < REQUESTS; at += 1) await pair.send(send());
  }
  const refused = () => pair.events.filter(({ kind }) => kind === 'refused' || kind === 'refused-more');

  test.each([
    ['with a body of no profile', { maxRequests: 1000 }, () => ({ ...plainBody, speed: 'fast' })],
    ['beyond its limit', { maxRequests: 0 }, () => plainBody],
  ])('%s, fills no record, and all of it is told', async (_, change, body) => {
    await flood(change, body);
    await pair.broker.close();
    expect(refused().length).toBeLessThan(30);
    expect(counted(refused())).toBe(REQUESTS);
    expect(pair.broker.requests()).toBe(REQUESTS);
    expect(pair.broker.refusals().length).toBeLessThanOrEqual(100);
  });

  test('with the token of an agent that has ended, neither', async () => {
    pair = await startPair({ turns: [] });
    const socketPath = `${pair.folder}/1.sock`;
    const { models, maxTokensCap, toolNames } = { models: ['opus'], maxTokensCap: 4096, toolNames: ['Read'] };
    const worker = { actor: 'main/1', parent: 'main', agentToken: 'dummy-token-of-one', socketPath } as const;
    const own = { models, maxTokensCap, toolNames, maxRequests: 10, budgetMicroUsd: 1000 };
    expect(await pair.broker.openActor({ ...worker, ...own })).toBeNull();
    await pair.broker.closeActor('main/1');
    const headers = { 'x-api-key': worker.agentToken };
    for (let at = 0; at < REQUESTS; at += 1) await pair.send(plainBody, { headers });
    await pair.broker.close();
    expect(refused().every(({ actor }) => actor === 'main/1')).toBe(true);
    expect(refused().length).toBeLessThan(30);
    expect(counted(refused())).toBe(REQUESTS);
  });

  test('ablation: told one by one, the events have no bound', async () => {
    await flood({ maxRequests: 0 }, () => plainBody, tellEach);
    expect(refused()).toHaveLength(REQUESTS);
  });
});
