import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../../core/refusal.ts';
import { makeMeter, type Envelope, type Reservation } from '../../../edge/broker/meter.ts';

/* The meters of a fleet: each within that of its parent. */

const never = new AbortController().signal;

async function within(parent: Envelope, budget: number): Promise<Envelope> {
  const child = await parent.open(budget, never);
  if (isRefusal(child)) throw new Error(child.because);
  return child;
}

async function held(meter: Envelope, amount: number): Promise<Reservation> {
  const reservation = await meter.reserve(amount, never);
  if (isRefusal(reservation)) throw new Error(reservation.because);
  return reservation;
}

/** What a promise has come to after everything that could happen has. */
async function soon<Value>(promise: Promise<Value>): Promise<Value | 'waits'> {
  return Promise.race([promise, new Promise<'waits'>((resolve) => setImmediate(() => resolve('waits')))]);
}

describe('an envelope', () => {
  test('is held in that of its parent, and what is left of it comes back once', async () => {
    const lead = makeMeter(100);
    const worker = await within(lead, 60);
    expect([lead.used(), lead.spent()]).toEqual([60, 0]);
    (await held(worker, 50)).settle(20);
    expect([lead.used(), lead.spent(), worker.spent()]).toEqual([60, 20, 20]);
    expect([worker.close(), worker.close()]).toEqual([20, 20]);
    expect([lead.used(), lead.spent()]).toEqual([20, 20]);
  });

  test('pays for the requests of its own actor alone', async () => {
    const lead = makeMeter(100);
    const worker = await within(lead, 60);
    expect(await worker.reserve(61, never)).toMatchObject({
      code: 'over-budget',
      because: expect.stringContaining("This worker's budget is $0.00006") as string,
    });
    // The lead has 40 now; more it may have when the worker has spent less than was held for it.
    expect(isRefusal(await lead.reserve(40, never))).toBe(false);
    const more = lead.reserve(20, never);
    expect(await soon(more)).toBe('waits');
    worker.close();
    expect(isRefusal(await more)).toBe(false);
  });

  test('that was spent is gone for the parent: what waited for it is refused, not left waiting', async () => {
    const lead = makeMeter(100);
    const worker = await within(lead, 60);
    const waiting = lead.reserve(80, never);
    expect(await soon(waiting)).toBe('waits');
    (await held(worker, 50)).settle(30);
    expect(await waiting).toMatchObject({ code: 'over-budget' });
  });

  test('that does not fit is refused at once, with the numbers, even though others may end', async () => {
    const lead = makeMeter(100);
    await within(lead, 60);
    expect(await lead.open(41, never)).toMatchObject({
      code: 'over-envelope',
      because:
        "The run's budget is $0.0001, $0.00006 of it are spent or held for workers, and this worker is to have $0.000041.",
    });
    expect(isRefusal(await lead.open(40, never))).toBe(false);
  });

  test('waits for requests in flight, and comes before other requests', async () => {
    const lead = makeMeter(100);
    const first = await held(lead, 80);
    const request = lead.reserve(70, never);
    const opening = lead.open(60, never);
    const second = lead.open(20, never);
    expect(await soon(opening)).toBe('waits');
    first.settle(10);
    expect([isRefusal(await opening), isRefusal(await second)]).toEqual([false, false]);
    // For the request there is only what the two do not spend.
    expect(await soon(request)).toBe('waits');
  });

  test('may be given up while it waits', async () => {
    const lead = makeMeter(100);
    const first = await held(lead, 80);
    const leaving = new AbortController();
    const opening = lead.open(60, leaving.signal);
    leaving.abort();
    expect(await opening).toMatchObject({ code: 'agent-left' });
    first.settle(0);
    expect(lead.used()).toBe(0);
  });

  test('closes with those within it, and what is in flight counts as spent', async () => {
    const lead = makeMeter(100);
    const sublead = await within(lead, 60);
    const worker = await within(sublead, 40);
    const flying = await held(worker, 30);
    const waiting = worker.reserve(20, never);
    expect(sublead.close()).toBe(30);
    expect(await waiting).toMatchObject({ code: 'actor-gone' });
    expect([lead.used(), lead.spent()]).toEqual([30, 30]);
    flying.settle(5);
    expect([flying.isSettled(), worker.close(), lead.spent()]).toEqual([true, 30, 30]);
    expect(await worker.reserve(1, never)).toMatchObject({ code: 'actor-gone' });
    expect(await sublead.open(1, never)).toMatchObject({ code: 'actor-gone' });
  });

  test('that one answer went beyond takes so much more of all around it at once', async () => {
    const lead = makeMeter(100);
    const sublead = await within(lead, 60);
    const worker = await within(sublead, 40);
    (await held(worker, 40)).settle(75);
    expect([sublead.used(), lead.used(), lead.spent()]).toEqual([75, 75, 75]);
    expect(await lead.open(26, never)).toMatchObject({ code: 'over-envelope' });
  });

  test.each([Number.NaN, -1, 0.5, Infinity, 2 ** 53 + 2])('of %d is no amount', async (amount) => {
    const lead = makeMeter(100);
    expect(await lead.open(amount, never)).toMatchObject({ code: 'over-envelope' });
    expect(await lead.reserve(amount, never)).toMatchObject({ code: 'over-budget' });
    (await held(lead, 10)).settle(amount);
    // A cost that is none is what was held.
    expect([lead.used(), lead.spent()]).toEqual([10, 10]);
  });
});

type Act = { kind: 'open' | 'ask' | 'answer' | 'close'; at: number; amount: number; part: number };
const acts = fc.array(
  fc.record({
    kind: fc.constantFrom('open', 'ask', 'ask', 'answer', 'close' as const),
    at: fc.nat(50),
    amount: fc.integer({ min: 1, max: 600 }),
    part: fc.nat(100),
  }),
  { minLength: 5, maxLength: 60 },
);

/** Plays acts on a tree of meters; returns whether anything was spent or held above the budget, or is held at the end. */
async function plays(root: Envelope, list: readonly Act[]): Promise<boolean> {
  const envelopes = [root];
  const flying: Reservation[] = [];
  let [broken, paid] = [false, 0];
  const pick = <One>(all: One[], at: number) => all[at % all.length];
  for (const { kind, at, amount, part } of list) {
    const meter = pick(envelopes, at) ?? root;
    if (kind === 'open') {
      const leaving = new AbortController();
      const got = meter.open(amount, leaving.signal);
      leaving.abort();
      const child = await got;
      if (!isRefusal(child)) envelopes.push(child);
    } else if (kind === 'ask') {
      void meter.reserve(amount, never).then((got) => (isRefusal(got) ? 0 : flying.push(got)));
      await Promise.resolve();
    } else if (kind === 'answer') {
      const [one] = flying.splice(at % (flying.length || 1), 1);
      const cost = Math.floor(((one?.amount ?? 0) * part) / 100);
      if (one && !one.isSettled()) paid += cost;
      one?.settle(cost);
    } else if (meter !== root) meter.close();
    broken ||= root.used() > 1000 || root.spent() > 1000;
  }
  for (const one of flying) one.settle(0);
  return broken || root.close() < paid || root.used() !== root.spent();
}

const breaks = async (make: () => Envelope) => {
  let count = 0;
  const check = fc.asyncProperty(acts, async (list) => {
    if (await plays(make(), list)) count += 1;
  });
  await fc.assert(check, { numRuns: 300, seed: 20_261_122 });
  return count;
};

describe('300 random orders of opening, asking, answering and closing', () => {
  test('hold and spend never more than the budget, and leave nothing held', async () => {
    expect(await breaks(() => makeMeter(1000))).toBe(0);
  });

  test('ablation: envelopes that nobody holds are more than the budget together', async () => {
    const loose = (budget: number, inner = makeMeter(budget), all: Envelope[] = []): Envelope => ({
      ...inner,
      open: (amount) => {
        const child = loose(amount);
        all.push(child);
        return Promise.resolve(child);
      },
      spent: () => all.reduce((sum, child) => sum + child.spent(), inner.spent()),
      used: () => all.reduce((sum, child) => sum + child.used(), inner.used()),
    });
    expect(await breaks(() => loose(1000))).toBeGreaterThan(20);
  });
});
