import { expect, test } from 'vitest';
import { kinds } from '../../../core/redact/kinds/table.ts';
import { doubling, inputAt, MOST_DOUBLING, shownBy } from '../../../lab/fuzz/secrets/contract.ts';
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
  expect(shown.filter(({ isTwice }) => isTwice).length).toBeLessThan(6);
});

test('the name in a mask tells nothing of what follows it', () => {
  const key = exampleOf('{hex:32}', randomOf(SEED, 1)).text;
  const once = maskShapes(`ALGOLIA_ADMIN_KEY=${key}=${key}`);
  expect(once).toBe(`ALGOLIA_ADMIN_KEY=[redacted: algolia-key]=${key}`);
  expect(maskShapes(once)).toBe(once);
  // What only begins like a mask is none.
  for (const near of ['[redacted: ALGOLIA_ADMIN_KEY', '[ALGOLIA_ADMIN_KEY]', '[redacted:ALGOLIA_ADMIN_KEY]'])
    expect(maskShapes(`${near}=${key}`)).toBe(`${near}=[redacted: algolia-key]`);
});

test('what takes the square of the length is not linear', () => {
  const quadratic = /\.(?=[^~]{0,100000}~)/y;
  const find = (text: string) => {
    for (let at = 0; at < text.length; at++) {
      quadratic.lastIndex = at;
      quadratic.test(text);
    }
  };
  expect(doubling(find, '.', 1000)).toBeGreaterThan(MOST_DOUBLING);
});

test('100,000 searches leave nothing behind', async () => {
  const { all } = await heapGrowth(100_000, false);
  expect(all).toBeLessThan(MOST_GROWTH);
});
