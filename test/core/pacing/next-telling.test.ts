import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextTelling, PROGRESS_EVERY_MS } from '../../../core/pacing/next-telling.ts';

const BEGAN = 1_000_000;
const after = (ranMs: number, left: number) =>
  nextTelling({ began: BEGAN, told: BEGAN + ranMs, left }, BEGAN + ranMs) - (BEGAN + ranMs);

describe('the next time that progress is told', () => {
  test('is ten seconds after the last, while the limits are untouched', () => {
    expect(after(0, 1)).toBe(10_000);
    expect(after(60_000, 1)).toBe(10_000);
    expect(after(0, Infinity)).toBe(10_000);
  });

  test('comes later the longer a job has run, and the less is left', () => {
    expect(after(3_600_000, 1)).toBe(180_000);
    expect(after(0, 0.5)).toBe(30_000);
    expect(after(0, 0.3)).toBeGreaterThan(100_000);
  });

  test.each([0.25, 0.1, 0, -1, Number.NaN])('never comes now with %d left; it is looked at again', (left) => {
    expect(nextTelling({ began: BEGAN, told: BEGAN, left }, BEGAN + 3_600_000)).toBe(BEGAN + 3_660_000);
  });

  const times = fc.record({ ran: fc.nat(7_200_000), since: fc.nat(600_000) });
  const next = ({ ran, since }: { ran: number; since: number }, left: number) =>
    nextTelling({ began: BEGAN, told: BEGAN + ran, left }, BEGAN + ran + since);

  test('is never sooner than ten seconds after the last', () => {
    fc.assert(
      fc.property(times, fc.double(), (time, left) => {
        expect(next(time, left)).toBeGreaterThanOrEqual(BEGAN + time.ran + PROGRESS_EVERY_MS);
      }),
    );
  });

  test('is never earlier with less left', () => {
    // With a quarter left it is looked at again within a minute, which tells nothing.
    const share = fc.integer({ min: 26, max: 200 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(times, share, share, (time, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(next(time, less)).toBeGreaterThanOrEqual(next(time, more));
      }),
    );
  });
});
