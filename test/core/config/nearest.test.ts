import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { distance, nearest } from '../../../core/config/nearest.ts';

const agents = ['reviewer', 'planner', 'tester', 'editor'];

test.each([
  ['reviwer', 'reviewer'],
  ['reveiwer', 'reviewer'],
  ['plan', undefined],
  ['Editor', 'editor'],
  ['etsre', undefined],
  ['', undefined],
])('%j: %s', (typed, expected) => {
  expect(nearest(typed, agents)).toBe(expected);
});

test('a swap of neighbours counts once', () => {
  expect(distance('ab', 'ba')).toBe(1);
  expect(distance('kitten', 'sitting')).toBe(3);
});

test('the distance is zero only for equal words and the same both ways', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      expect(distance(a, b)).toBe(distance(b, a));
      expect(distance(a, b) === 0).toBe(a === b);
    }),
  );
});
