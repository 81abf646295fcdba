import { expect, test } from 'vitest';
import { kinds } from '../../../core/redact/kinds/table.ts';
import { inputAt, shownBy } from '../../../lab/fuzz/secrets/contract.ts';
import { exampleOf } from '../../../lab/fuzz/secrets/example.ts';
import { heapGrowth, MOST_GROWTH } from '../../../lab/fuzz/secrets/heap-growth.ts';
import { maskShapes, places } from '../../../lab/fuzz/secrets/recall.ts';
import { randomOf } from '../../../lab/fuzz/random.ts';

const SEED = 21;

test.each(kinds.map((kind, index) => [kind.name, index, kind] as const))(
  '%s (%i) is masked once and for all, wherever it stands',
  (_, index, kind) => {
    for (const [at, description] of kind.examples.entries())
      for (const put of Object.values(places)) {
        const once = maskShapes(put(exampleOf(description, randomOf(SEED, index * 100 + at)).text));
        expect(maskShapes(once)).toBe(once);
      }
  },
);

test('whatever is glued to them and cut off, nothing is thrown, and masking comes to an end', () => {
  const shown = Array.from({ length: 6000 }, (_, place) => shownBy(inputAt(SEED, place)));
  expect(shown.filter(({ fault }) => fault !== null)).toEqual([]);
  // One token glued to the next cannot be told from a longer one until that is masked.
  expect(shown.filter(({ isTwice }) => isTwice).length).toBeLessThan(60);
});

test('100,000 searches leave nothing behind', async () => {
  const { all } = await heapGrowth(100_000, false);
  expect(all).toBeLessThan(MOST_GROWTH);
});
