import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newsLeft, nextTelling, PROGRESS_EVERY_MS } from '../../../core/pacing/next-telling.ts';

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

test('what is left for news of an hour is all, part or none of it', () => {
  expect([0, 100, 300, 400, 500].map(newsLeft)).toEqual([1, 0.75, 0.25, 0, 0]);
});

test('of jobs that run for an hour, few or many, the news of all keep to their part of the limit', () => {
  for (const jobs of [1, 2, 10, 50]) {
    const writes: number[] = [];
    const told = Array.from({ length: jobs }, () => 0);
    for (let now = 0; now <= 2 * 3_600_000; now += 5000)
      for (const [job, last] of told.entries()) {
        const left = newsLeft(writes.filter((at) => at > now - 3_600_000).length);
        if (nextTelling({ began: 0, told: last, left }, now) > now) continue;
        writes.push(now, now);
        told[job] = now;
      }
    const fullest = Math.max(
      ...writes.map((from) => writes.filter((at) => at >= from && at < from + 3_600_000).length),
    );
    expect(fullest).toBeLessThanOrEqual(302);
    expect(new Set(told).has(0)).toBe(false);
  }
});
