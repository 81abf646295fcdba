import { expect, test } from 'vitest';
import { makeGramIndex } from '../../../core/redact/known/gram-index.ts';
import { makeTable, type Pattern } from '../../../core/redact/known/gram-table.ts';
import { widestStep } from '../../../core/redact/known/word-step.ts';
import { randomOf } from '../../../lab/fuzz/random.ts';

const SEED = 20_261_122;
const SIGNS = Array.from('abcdefghijklmnopqrstuvwxyz0123456789');

function pattern(text: string, owner: number, least = text.length): Pattern {
  return { bytes: new Uint8Array(Buffer.from(text)), owner, least, open: 0 };
}

/** Values that begin alike, so that what they share is left out as public. */
function patternsOf(count: number, length: number, prefix: string, least?: number): Pattern[] {
  return Array.from({ length: count }, (_, owner) => {
    const random = randomOf(SEED, owner);
    const rest = Array.from({ length: length - prefix.length }, () => random.pick(SIGNS)).join('');
    return pattern(prefix + rest, owner, least);
  });
}

test.each([
  ['of eleven characters two words at once', patternsOf(5, 11, ''), 2],
  ['of 32 characters seven', patternsOf(5, 32, ''), 7],
  ['of very long values no more than a line of memory', patternsOf(5, 300, ''), 16],
  ['of long values whose pieces count two', patternsOf(5, 300, '', 11), 2],
  ['of many that begin alike fewer', patternsOf(100, 32, 'prefix_all_have'), 3],
])('a text is looked at %s', (_, patterns, step) => {
  expect(widestStep(makeTable(patterns, 4))).toBe(step);
});

test.each([
  [40, 12, ''],
  [10, 32, ''],
  [100, 32, 'prefix_all_have'],
  [60, 100, 'a prefix that is longer than a line of memory, which all of the values have '],
])('%d values of %d characters are found wherever they lie, seed 20261122', (count, length, prefix) => {
  const patterns = patternsOf(count, length, prefix);
  const index = makeGramIndex(patterns, true);
  for (const { bytes, owner } of patterns) {
    for (let before = 0; before < 70; before++) {
      const text = new Uint8Array(before + bytes.length + 5).fill(32);
      text.set(bytes, before);
      const found: number[] = [];
      index.scan(text, (start, end, one) => {
        if (start === before && end === before + bytes.length) found.push(one.owner);
      });
      expect(found, `value ${owner} behind ${before}`).toContain(owner);
    }
  }
});
