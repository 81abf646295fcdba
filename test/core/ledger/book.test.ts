import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideReservation } from '../../../core/ledger/reserve.ts';
import { settlementOf } from '../../../core/ledger/settle.ts';
import { eachWindow } from '../../../core/ledger/windows.ts';

/*
 * The rules of the ledger, played on a book that knows nothing but them (W06): whatever is asked in whatever order,
 * with whatever numbers. The store's own sums are held to the same in test/edge/store/conformance/ledger.ts.
 */

const CAP = 10_000_000;
const hostile = fc.oneof(
  fc.double(),
  fc.constantFrom(
    Number.NaN,
    -1,
    -0,
    Infinity,
    -Infinity,
    2 ** 53 + 1,
    Number.MIN_VALUE,
    null,
    undefined,
    '5',
    {},
    [],
    10n,
  ),
  fc.double({ min: 0, max: 6, noNaN: true }),
);
const job = fc.integer({ min: 0, max: 7 });
const Step = fc.oneof(
  fc.record({
    kind: fc.constant('reserve' as const),
    job,
    amount: fc.oneof(fc.integer({ min: 1, max: 6_000_000 }), fc.double()),
  }),
  fc.record({ kind: fc.constant('settle' as const), job, reported: hostile }),
  fc.record({ kind: fc.constant('release' as const), job }),
);
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never;
type Entry = { reserved: number; settled: number; ends: number };

/** The last parameter is how a report is read: the real rule, or one to show that the check would notice. */
function play(steps: readonly Step[], settle: (reserved: number, reported: unknown) => number) {
  const book = new Map<number, Entry>();
  const sums = { spent: 0, reserved: 0 };
  for (const step of steps) {
    const entry = book.get(step.job);
    if (step.kind === 'reserve') {
      if (entry !== undefined) continue;
      const all = (value: number) => eachWindow(() => value);
      const wish = {
        wanted: step.amount,
        caps: all(CAP),
        spent: all(sums.spent),
        reserved: all(sums.reserved),
      };
      if (decideReservation({ ...wish, now: 0 }) !== null) continue;
      book.set(step.job, { reserved: step.amount, settled: 0, ends: 0 });
      sums.reserved += step.amount;
    } else if (entry?.ends === 0) {
      entry.settled = step.kind === 'release' ? 0 : settle(entry.reserved, step.reported);
      entry.ends += 1;
      sums.reserved -= entry.reserved;
      sums.spent += entry.settled;
    }
    if (!holds(sums, [...book.values()])) return false;
  }
  return true;
}

function holds({ spent, reserved }: { spent: number; reserved: number }, entries: Entry[]): boolean {
  const sumOf = (of: (entry: Entry) => number) => entries.reduce((sum, entry) => sum + of(entry), 0);
  return (
    [spent, reserved].every((sum) => Number.isSafeInteger(sum) && sum >= 0) &&
    spent + reserved <= CAP &&
    spent === sumOf(({ settled }) => settled) &&
    reserved === sumOf((entry) => (entry.ends === 0 ? entry.reserved : 0)) &&
    entries.every((entry) => entry.ends <= 1)
  );
}

const steps = fc.array(Step, { maxLength: 60 });

describe('over any sequence of reservations and their ends', () => {
  test('sums are never negative, never above the cap, and what was settled is what was spent', () => {
    fc.assert(
      fc.property(steps, (taken) =>
        play(taken, (reserved, reported) => settlementOf(reserved, reported).settled),
      ),
      { numRuns: 5000 },
    );
  });

  test.each<[string, (reserved: number, reported: unknown) => number]>([
    ['believed as it is', (_, reported) => Number(reported) * 1e6],
    [
      'not bounded by the reservation',
      (_, reported) => settlementOf(Number.MAX_SAFE_INTEGER, reported).settled,
    ],
    ['bounded above only', (reserved, reported) => Math.min(reserved, Math.round(Number(reported) * 1e6))],
  ])('the check fails when a report is %s', (_, settle) => {
    const found = fc.check(
      fc.property(steps, (taken) => {
        try {
          return play(taken, settle);
        } catch {
          return true;
        }
      }),
      { numRuns: 2000, seed: 1 },
    );
    expect(found.failed).toBe(true);
  });
});

test.each<[unknown, number, string]>([
  [0.25, 250_000, 'reported'],
  [0, 0, 'reported'],
  [1, 1_000_000, 'reported'],
  [1.000001, 1_000_000, 'bounded'],
  [100_000, 1_000_000, 'bounded'],
  [null, 1_000_000, 'assumed'],
  [Number.NaN, 1_000_000, 'assumed'],
  [-5, 1_000_000, 'assumed'],
  [2 ** 53 + 1, 1_000_000, 'assumed'],
  [Infinity, 1_000_000, 'assumed'],
])('a report of %s against $1 is %s micro-dollars, %s', (reported, settled, basis) => {
  expect(settlementOf(1_000_000, reported)).toEqual({ settled, basis });
});
