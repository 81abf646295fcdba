import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharesOf } from '../../../core/ledger/share.ts';

test('each has an equal share of what those before it left over', () => {
  expect(sharesOf(900, [1000, 1000, 1000])).toEqual([300, 300, 300]);
  expect(sharesOf(900, [100, 1000, 1000])).toEqual([100, 400, 400]);
  expect(sharesOf(-5, [100])).toEqual([0]);
  expect(sharesOf(900, [])).toEqual([]);
});

test('together they never have more than there is, and none more than it wants', () => {
  const amount = fc.integer({ min: 0, max: 2 ** 40 });
  fc.assert(
    fc.property(amount, fc.array(amount, { maxLength: 8 }), (left, wanted) => {
      const shares = sharesOf(left, wanted);
      expect(shares.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(left);
      expect(shares.every((one, at) => Number.isInteger(one) && one >= 0 && one <= (wanted[at] ?? 0))).toBe(
        true,
      );
    }),
  );
});
