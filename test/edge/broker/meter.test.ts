import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../../core/refusal.ts';
import { makeMeter, type Meter } from '../../../edge/broker/meter.ts';
import { plainBody, startPair } from './start-pair.ts';

const never = new AbortController().signal;
type Order = { most: number; part: number; ticks: number };
const orders = fc.array(
  fc.record({ most: fc.integer({ min: 1, max: 400 }), part: fc.nat(100), ticks: fc.nat(6) }),
  { minLength: 2, maxLength: 25 },
);

/** Runs all requests at once; each answers after some turns of the event loop for a part of its worst case. */
async function spend(meter: Meter, requests: readonly Order[]): Promise<void> {
  await Promise.all(
    requests.map(async ({ most, part, ticks }) => {
      const held = await meter.reserve(most, never);
      if (isRefusal(held)) return;
      for (let tick = 0; tick < ticks; tick += 1) await new Promise(setImmediate);
      held.settle(Math.floor((most * part) / 100));
    }),
  );
}

/** The ablation: it asks only what is spent already, as the CLI's own budget does. */
function forgetful(budget: number): Meter {
  let spent = 0;
  const held = { amount: 0, settle: (cost: number) => void (spent += cost), isSettled: () => false };
  const over = { refused: true, code: 'over-budget', because: '', remedy: '' } as const;
  return { spent: () => spent, reserve: () => Promise.resolve(spent >= budget ? over : held) };
}

async function overshoots(make: (budget: number) => Meter): Promise<number> {
  let count = 0;
  const check = fc.asyncProperty(orders, async (requests) => {
    const meter = make(1000);
    await spend(meter, requests);
    if (meter.spent() > 1000) count += 1;
  });
  await fc.assert(check, { numRuns: 200, seed: 20_261_120 });
  return count;
}

describe('a budget', () => {
  test('is never overshot by 200 random schedules of parallel requests', async () => {
    expect(await overshoots(makeMeter)).toBe(0);
  });

  test('is overshot by the same schedules when nothing is held', async () => {
    expect(await overshoots(forgetful)).toBeGreaterThan(20);
  });

  test('held by a request in flight makes the next one wait, not fail', async () => {
    const meter = makeMeter(100);
    const first = await meter.reserve(80, never);
    const second = meter.reserve(80, never);
    if (isRefusal(first)) throw new Error('refused');
    first.settle(10);
    expect(isRefusal(await second)).toBe(false);
  });

  test('spent while waiting refuses, and leaving frees the queue', async () => {
    const meter = makeMeter(100);
    const first = await meter.reserve(80, never);
    const leaving = new AbortController();
    const [second, third] = [meter.reserve(90, leaving.signal), meter.reserve(20, never)];
    leaving.abort();
    expect(await second).toMatchObject({ code: 'agent-left' });
    expect(isRefusal(await third)).toBe(false);
    const fourth = meter.reserve(40, never);
    if (isRefusal(first)) throw new Error('refused');
    first.settle(80);
    expect(await fourth).toMatchObject({ code: 'over-budget' });
  });

  test('books a request once', async () => {
    const meter = makeMeter(100);
    const held = await meter.reserve(50, never);
    if (isRefusal(held)) throw new Error('refused');
    held.settle(20);
    held.settle(50);
    expect(meter.spent()).toBe(20);
  });
});

test('parallel requests over a socket stay within the budget, whatever each costs', async () => {
  const budgetMicroUsd = 100_000;
  // The bound of this body is about 2,300 tokens; the script bills a different part of it each time.
  let serial = 0;
  const pair = await startPair(
    () => {
      serial += 1;
      const usage = { input_tokens: (serial * 397) % 2000, output_tokens: (serial * 613) % 1000 };
      return { text: 'x', usage, delayMs: (serial * 7) % 30 };
    },
    { budgetMicroUsd, maxRequests: 1000 },
  );
  const replies = await Promise.all(
    Array.from({ length: 40 }, () => pair.send({ ...plainBody, stream: true })),
  );
  const statuses = new Set(replies.map((reply) => reply.status));
  expect(statuses).toEqual(new Set([200, 402]));
  expect(pair.broker.spentMicroUsd()).toBeLessThanOrEqual(budgetMicroUsd);
  expect(pair.broker.spentMicroUsd()).toBeGreaterThan(budgetMicroUsd / 2);
  await pair.close();
});
