import { constants, deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { mayBeDeflate } from '../../../core/redact/known/deflate-start.ts';
import { inflate } from '../../../edge/codec/inflate.ts';
import { randomOf } from '../../../lab/fuzz/random.ts';

const { Z_FIXED, Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_RLE } = constants;

function noise(place: number): Uint8Array {
  const random = randomOf(1, place);
  const bytes = Uint8Array.from({ length: 12 + random.below(120) }, () => random.below(256));
  // One in three begins a block with the fixed codes, the kind that is hardest to tell.
  if (place % 3 === 0) bytes[0] = ((bytes[0] ?? 0) & ~7) | 2 | (place & 1);
  return bytes;
}

test('what is not tried is what no decoder takes, and nearly all noise is not tried', () => {
  const untried = Array.from({ length: 5000 }, (_, place) => noise(place)).filter(
    (bytes) => !mayBeDeflate(bytes, 0),
  );
  expect(untried.filter((bytes) => (inflate(bytes, 'deflate')?.length ?? 0) > 0)).toEqual([]);
  expect(untried.length).toBeGreaterThan(4500);
});

test.each([Z_FIXED, Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_RLE])(
  'deflated data of strategy %i is tried, cut off as well',
  (strategy) => {
    const missed = Array.from({ length: 200 }, (_, place) => {
      const text = `${'a token stands here '.repeat(place % 7)}${Buffer.from(noise(place)).toString('hex')}`;
      return [0, 1, 6, 9].map((level) => deflateRawSync(text, { strategy, level }));
    })
      .flat()
      .filter(
        (data) => ![data.length, data.length >> 1, 12].every((end) => mayBeDeflate(data.subarray(0, end), 0)),
      );
    expect(missed).toEqual([]);
  },
);
