import { describe, expect, test } from 'vitest';
import {
  admit,
  begin,
  book,
  cancelOrder,
  childrenOf,
  end,
  halt,
  left,
  members,
  openFleet,
  spentBy,
  stateOf,
  type Admitted,
  type Fleet,
  type FleetLimits,
} from '../../../core/fleet/fleet.ts';
import { isRefusal } from '../../../core/refusal.ts';

const limits: FleetLimits = {
  maxDepth: 2,
  maxWorkers: 3,
  maxParallel: 2,
  maxTotalWorkers: 6,
  budgetMicroUsd: 1_000_000,
};
const wanted = { by: 'main', agent: 'reviewer', budgetMicroUsd: 100_000, profileMicroUsd: 250_000 };

function admitted(fleet: Fleet, change: Partial<Parameters<typeof admit>[1]> = {}): Admitted {
  const answer = admit(fleet, { ...wanted, ...change });
  if (isRefusal(answer)) throw new Error(answer.because);
  return answer;
}

/** A fleet of so many workers below `by`, those that have a place running. */
function grown(count: number, by = 'main', from = openFleet(limits)): Fleet {
  let fleet = from;
  for (let number = 0; number < count; number += 1) {
    const next = admitted(fleet, { by, budgetMicroUsd: by === 'main' ? 100_000 : 30_000 });
    fleet = begin(next.fleet, next.actor);
  }
  return fleet;
}

describe('a worker', () => {
  test('is named by us, after the one that asked', () => {
    const fleet = grown(1, 'main/2', grown(2));
    expect(members(fleet).map(({ actor }) => actor)).toEqual(['main', 'main/1', 'main/2', 'main/2/1']);
    expect(childrenOf(fleet, 'main')).toEqual(['main/1', 'main/2']);
    // A number is given once, whoever had it before.
    expect(admitted(end(fleet, 'main/2', 'finished', 5).fleet).actor).toBe('main/3');
  });

  test('leaves the fleet before it as it was', () => {
    const before = openFleet(limits);
    admitted(before);
    expect(members(before)).toHaveLength(1);
  });

  test('runs when it has begun, and only then starts others', () => {
    const { fleet, actor } = admitted(openFleet(limits));
    expect(stateOf(fleet, actor)).toBe('starting');
    expect(admit(fleet, { ...wanted, by: actor })).toMatchObject({ code: 'actor-gone' });
    const running = begin(fleet, actor);
    expect(stateOf(running, actor)).toBe('running');
    expect(admitted(running, { by: actor }).actor).toBe('main/1/1');
    const over = end(running, actor, 'finished', 1).fleet;
    expect(admit(over, { ...wanted, by: actor })).toMatchObject({
      code: 'actor-gone',
      because: 'main/1 is finished and may start nobody.',
    });
    expect(begin(over, actor)).toBe(over);
    expect(stateOf(over, 'main/9')).toBeNull();
    expect(admit(over, { ...wanted, by: 'main/9' })).toMatchObject({ code: 'actor-gone' });
  });

  test('stands no deeper than the fleet may be', () => {
    const fleet = grown(1, 'main/1', grown(1));
    expect(admit(fleet, { ...wanted, by: 'main/1/1' })).toMatchObject({ code: 'too-deep' });
  });

  test('is one of so many at once, and of so many ever', () => {
    const three = grown(3);
    expect(admit(three, wanted)).toMatchObject({ code: 'too-many-workers' });
    let fleet = three;
    for (let number = 1; number <= 5; number += 1) {
      fleet = end(fleet, `main/${number}`, 'failed', 0).fleet;
      if (number <= 3) fleet = grown(1, 'main', fleet);
    }
    expect(admit(fleet, wanted)).toMatchObject({ code: 'workers-used-up' });
  });
});

describe('places', () => {
  test('are two: the third is queued, and begins when one ends', () => {
    const fleet = grown(3);
    expect(stateOf(fleet, 'main/3')).toBe('queued');
    expect(begin(fleet, 'main/3')).toBe(fleet);
    const { fleet: next, starts } = end(fleet, 'main/1', 'finished', 10);
    expect(starts).toEqual(['main/3']);
    expect(stateOf(next, 'main/3')).toBe('starting');
    // It is named once.
    expect(end(next, 'main/2', 'finished', 10).starts).toEqual([]);
  });

  test('are not taken by a lead whose worker works: it would wait for itself', () => {
    const one = openFleet({ ...limits, maxParallel: 1 });
    const lead = grown(1, 'main', one);
    const below = { by: 'main/1', budgetMicroUsd: 30_000 };
    const both = admitted(lead, below);
    expect(both.starts).toBe('now');
    expect(admitted(both.fleet, below).starts).toBe('queued');
    // When its worker has ended, the lead works, and what waits beside it goes on waiting.
    const beside = admitted(both.fleet, {});
    expect([beside.starts, end(beside.fleet, 'main/1/1', 'finished', 1).starts]).toEqual(['queued', []]);
    expect(end(end(beside.fleet, 'main/1/1', 'finished', 1).fleet, 'main/1', 'finished', 1).starts).toEqual([
      'main/2',
    ]);
  });
});

describe('money', () => {
  test('is held while a worker is open, and booked at what it cost', () => {
    const fleet = grown(2);
    expect(left(fleet, 'main')).toEqual({ budget: 1_000_000, spent: 0, reserved: 200_000, left: 800_000 });
    const spent = book(book(fleet, 'main', 50_000), 'main/1', 30_000);
    expect(left(spent, 'main')).toMatchObject({ spent: 50_000, reserved: 200_000 });
    expect(left(spent, 'main/1')).toMatchObject({ budget: 100_000, spent: 30_000, left: 70_000 });
    const ended = end(spent, 'main/1', 'finished', 40_000).fleet;
    expect(left(ended, 'main')).toEqual({
      budget: 1_000_000,
      spent: 90_000,
      reserved: 100_000,
      left: 810_000,
    });
    expect([spentBy(ended, 'main'), spentBy(ended, 'main/1')]).toEqual([90_000, 40_000]);
  });

  test('is released once', () => {
    const once = end(grown(2), 'main/1', 'finished', 40_000).fleet;
    const twice = end(once, 'main/1', 'failed', 0);
    expect(twice).toEqual({ fleet: once, starts: [] });
    expect(book(once, 'main/1', 90_000)).toBe(once);
    expect(end(once, 'main/7', 'failed', 0).fleet).toBe(once);
  });

  test('refuses before launch, with the numbers', () => {
    const fleet = book(grown(2), 'main', 750_000);
    expect(admit(fleet, wanted)).toMatchObject({
      code: 'over-envelope',
      because:
        'The budget of main is $1.00: $0.75 are spent, $0.20 are reserved for workers that have not ended, and $0.05 are left, but this worker may need $0.10.',
      remedy: expect.stringContaining('Wait until a worker ends') as string,
    });
    expect(admit(book(fleet, 'main', 950_000), wanted)).toMatchObject({
      remedy: expect.not.stringContaining('Wait') as string,
    });
    expect(admitted(fleet, { budgetMicroUsd: 50_000 }).reservedMicroUsd).toBe(50_000);
    // A member's envelope is its own, whatever the fleet has.
    expect(admit(fleet, { ...wanted, by: 'main/1', budgetMicroUsd: 100_001 })).toMatchObject({
      code: 'over-envelope',
    });
  });

  test('that was asked for is at most the profile’s, and an amount', () => {
    const fleet = openFleet(limits);
    expect(admitted(fleet, { budgetMicroUsd: 900_000 }).reservedMicroUsd).toBe(250_000);
    for (const budgetMicroUsd of [0, -1, 0.5, Number.NaN, Infinity, 2 ** 53 + 2])
      expect(admit(fleet, { ...wanted, budgetMicroUsd })).toMatchObject({ code: 'budget-unreadable' });
  });

  test('that nobody asked for is the profile’s, then what finished ones of it are expected to cost', () => {
    const unasked = { budgetMicroUsd: null };
    const fleet = openFleet({ ...limits, maxWorkers: 6, maxParallel: 6 });
    expect(admitted(fleet, unasked).reservedMicroUsd).toBe(250_000);
    expect(admit(book(fleet, 'main', 750_001), { ...wanted, ...unasked })).toMatchObject({
      code: 'over-envelope',
    });
    let known = grown(4, 'main', fleet);
    for (const [number, cost] of [10_001, 90_000, 20_000].entries())
      known = end(known, `main/${number + 1}`, 'finished', cost).fleet;
    known = end(known, 'main/4', 'failed', 0).fleet;
    // The median is 20,000: that is enough to be admitted; half of what is left is held, up to the profile's.
    expect(admitted(book(known, 'main', 858_000), unasked).reservedMicroUsd).toBe(20_000);
    expect(admitted(book(known, 'main', 700_000), unasked).reservedMicroUsd).toBe(89_999);
    expect(admitted(known, unasked).reservedMicroUsd).toBe(250_000);
    expect(admit(book(known, 'main', 860_000), { ...wanted, ...unasked })).toMatchObject({
      code: 'over-envelope',
      because: expect.stringContaining('may need $0.02.') as string,
    });
    // Nobody of another profile is known.
    expect(admit(book(known, 'main', 700_000), { ...wanted, ...unasked, agent: 'tester' })).toMatchObject({
      code: 'over-envelope',
    });
    // Of two the median lies between them.
    let two = grown(2, 'main', fleet);
    for (const [number, cost] of [10, 21].entries())
      two = end(two, `main/${number + 1}`, 'finished', cost).fleet;
    expect(admitted(book(two, 'main', 999_938), unasked).reservedMicroUsd).toBe(16);
  });

  test('never goes down, and what is no amount counts as the whole envelope', () => {
    const fleet = book(grown(1), 'main/1', 60_000);
    expect(book(fleet, 'main/1', 10_000)).toBe(fleet);
    expect(left(book(fleet, 'main/1', -5), 'main/1').left).toBe(0);
    expect(left(end(fleet, 'main/1', 'died', 10_000).fleet, 'main').spent).toBe(60_000);
    expect(left(end(fleet, 'main/1', 'died', Number.NaN).fleet, 'main').spent).toBe(100_000);
    expect(left(end(fleet, 'main/1', 'died', 2 ** 53 + 2).fleet, 'main').spent).toBe(100_000);
  });

  test('of an answer beyond an envelope is the parent’s loss at once', () => {
    const fleet = book(grown(1, 'main/1', grown(1)), 'main/1', 120_000);
    expect(left(fleet, 'main/1')).toMatchObject({ spent: 120_000, left: 0 });
    expect(left(fleet, 'main').reserved).toBe(150_000);
  });

  test('of one that never was is nothing', () => {
    expect(left(openFleet(limits), 'main/1')).toEqual({ budget: 0, spent: 0, reserved: 0, left: 0 });
  });
});

describe('an end', () => {
  const tall = () => grown(1, 'main/2', grown(2, 'main/1', grown(2)));

  test('comes from below', () => {
    expect(cancelOrder(tall(), 'main')).toEqual([
      'main/1/1',
      'main/1/2',
      'main/1',
      'main/2/1',
      'main/2',
      'main',
    ]);
    const partly = end(tall(), 'main/1/1', 'finished', 5).fleet;
    expect(cancelOrder(partly, 'main/1')).toEqual(['main/1/2', 'main/1']);
    expect(cancelOrder(partly, 'main/8')).toEqual([]);
  });

  test('leaves nobody below alone, and the money adds up', () => {
    const spent = book(book(tall(), 'main/1/1', 7000), 'main/1', 1000);
    const ended = end(spent, 'main/1', 'died', 9000).fleet;
    expect(['main/1/1', 'main/1/2', 'main/1'].map((actor) => stateOf(ended, actor))).toEqual([
      'cancelled',
      'cancelled',
      'died',
    ]);
    // 8,000 were known; the other thousand is the parent's own.
    expect([spentBy(ended, 'main/1'), spentBy(ended, 'main/1/1'), left(ended, 'main').spent]).toEqual([
      9000, 7000, 9000,
    ]);
    expect(end(ended, 'main/1/1', 'finished', 8000).fleet).toBe(ended);
  });

  test('of all is the end of whoever waits, too', () => {
    const { fleet, starts } = end(grown(3), 'main', 'cancelled', 0);
    expect(starts).toEqual([]);
    expect(new Set(members(fleet).map(({ state }) => state))).toEqual(new Set(['cancelled']));
  });

  test('that has begun lets nobody in', () => {
    const halted = halt(grown(3), 'main');
    expect(admit(halted, wanted)).toMatchObject({
      code: 'actor-gone',
      because: 'main is being ended and may start nobody.',
    });
    // The queued one gets no place any more.
    expect(end(halted, 'main/1', 'cancelled', 0).starts).toEqual([]);
    expect(cancelOrder(halted, 'main')).toEqual(['main/1', 'main/2', 'main/3', 'main']);
    expect(halt(halted, 'main/9').members).toEqual(halted.members);
  });
});
