import { expect, test } from 'vitest';
import { inLong } from '../../../lab/fuzz/gate/recall.ts';

test('whatever is found in a short text is found in a long one', () => {
  const { cases, missed } = inLong(1);
  expect(missed).toEqual([]);
  expect(cases).toBeGreaterThan(350);
});
