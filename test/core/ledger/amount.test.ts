import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { microCost, microLimit, WrittenAmount } from '../../../core/ledger/amount.ts';

describe('a written amount', () => {
  test.each([
    [5, 5_000_000],
    ['$5', 5_000_000],
    [0.25, 250_000],
    ['$0.25', 250_000],
    [1.1, 1_100_000],
    ['$999999.999999', 999_999_999_999],
    [1_000_000, 1_000_000_000_000],
    [0.0000019, 1],
  ])('%s is so many micro-dollars', (written, micro) => {
    expect(microLimit(WrittenAmount.parse(written))).toBe(micro);
  });

  test.each([
    0,
    -1,
    '5',
    '$0',
    '$0.00',
    '$-5',
    '$1e3',
    '$ 5',
    '5$',
    Number.NaN,
    Infinity,
    1e7,
    '$1.0000001',
    null,
  ])('%s is none', (written) => {
    expect(WrittenAmount.safeParse(written).success).toBe(false);
  });
});

describe('a cost', () => {
  test.each([
    [0, 0],
    [-0, 0],
    [0.01, 10_000],
    [1.1, 1_100_000],
    [0.0000001, 1],
    [1_000_000, 1_000_000_000_000],
  ])('of %s dollars is rounded up', (dollars, micro) => {
    expect(microCost(dollars)).toBe(micro);
  });

  test.each([
    Number.NaN,
    -0.01,
    -1e-9,
    Infinity,
    -Infinity,
    2 ** 53 + 1,
    1_000_000.01,
    '5',
    null,
    undefined,
    {},
    5n,
  ])('of %s is none', (dollars) => {
    expect(microCost(dollars)).toBeNull();
  });

  test('that is whole micro-dollars comes back as they were', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (micro) => microCost(micro / 1e6) === micro),
      { numRuns: 10_000 },
    );
  });
});
