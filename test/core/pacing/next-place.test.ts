import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextPlace, placesLeft, stillCounted, type Limit } from '../../../core/pacing/next-place.ts';

const limit = fc.record({ most: fc.integer({ min: 1, max: 8 }), within: fc.integer({ min: 1, max: 500 }) });

/** The most that any window of a limit holds. */
const fullest = (taken: readonly number[], { within }: Limit) =>
  Math.max(0, ...taken.map((from) => taken.filter((at) => at >= from && at < from + within).length));

test('no window ever holds more than its limit, and a place is never later than it must be', () => {
  fc.assert(
    fc.property(
      fc.array(limit, { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat(200), { maxLength: 60 }),
      (limits, pauses) => {
        let now = 0;
        let counted: number[] = [];
        const all: number[] = [];
        for (const pause of pauses) {
          now += pause;
          const place = nextPlace(counted, limits, now);
          const mustWait = limits.some((one) => fullest([...all, Math.max(now, place - 1)], one) > one.most);
          expect(place > now).toBe(mustWait);
          expect(placesLeft(counted, limits, now) === 0).toBe(mustWait);
          now = place;
          all.push(now);
          counted = stillCounted([...counted, now], limits, now);
        }
        for (const one of limits) expect(fullest(all, one)).toBeLessThanOrEqual(one.most);
      },
    ),
    { numRuns: 500 },
  );
});

test('without a limit everything is possible now', () => {
  expect(nextPlace([1, 2, 3], [], 4)).toBe(4);
  expect(placesLeft([1, 2, 3], [], 4)).toBe(Infinity);
});
