import { array, assert, oneof, property, string, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sequenceLength } from '../../../core/redact/known/bytes.ts';
import { readable } from '../../../core/redact/known/readable.ts';

const LEAST = 12;

/** What `readable` is to give, for bytes that are no UTF-16: each byte looked at, and nothing passed over. */
function walked(bytes: Uint8Array): string {
  const stretches: string[] = [];
  let start = 0;
  for (let at = 0; at <= bytes.length;) {
    const byte = bytes[at] ?? 0;
    const isPlain = (byte >= 32 && byte < 127) || [9, 10, 13].includes(byte);
    const length = byte >= 0x80 ? sequenceLength(bytes, at) : Number(isPlain && at < bytes.length);
    at += Math.max(1, length);
    if (length > 0) continue;
    if (at - 1 - start >= LEAST) stretches.push(`${latin(bytes.subarray(start, at - 1))}\n`);
    start = at;
  }
  return stretches.join('');
}

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** Without zeros, which would make some of them UTF-16. */
const noise = uint8Array({ min: 1, maxLength: 30 });
const text = string({ unit: 'grapheme', maxLength: 30 }).map((one) => new Uint8Array(Buffer.from(one)));
const ascii = string({ maxLength: 30 }).map((one) => new Uint8Array(Buffer.from(one)));
const mixed = array(oneof(noise, text, ascii), { maxLength: 8 }).map(
  (parts) => new Uint8Array(Buffer.concat(parts).filter((byte) => byte !== 0)),
);

describe('what is text in decoded bytes', () => {
  it('is what a walk over each byte finds, wherever noise was passed over', () => {
    assert(
      property(mixed, (bytes) => {
        expect(latin(readable(bytes))).toBe(walked(bytes));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([0, 1, 2, 3, 7, 8, 9, 10, 11, 12])('is found behind %i bytes of noise', (length) => {
    const bytes = Buffer.concat([Buffer.alloc(length, 0xff), Buffer.from('a'.repeat(LEAST))]);
    expect(latin(readable(new Uint8Array(bytes)))).toBe(`${'a'.repeat(LEAST)}\n`);
    expect(readable(new Uint8Array(bytes.subarray(0, -1)))).toHaveLength(0);
  });

  it('is read as UTF-16 of either order', () => {
    const bytes = Buffer.from('a dummy of a secret', 'utf16le');
    expect(latin(readable(new Uint8Array(bytes)))).toBe('a dummy of a secret\n');
    expect(latin(readable(new Uint8Array(bytes.swap16())))).toBe('a dummy of a secret\n');
  });

  it.each([0, 1, 2, 3])(
    'is read without the zeros that stand two bytes apart at three places, behind %i bytes',
    (length) => {
      const bytes = Buffer.from(`${'x'.repeat(length)}${'abc\0d\0ef'.repeat(3)}`);
      expect(latin(readable(new Uint8Array(bytes)))).toBe(`${'x'.repeat(length)}${'abcdef'.repeat(3)}\n`);
    },
  );

  it('ends at a zero that stands by itself, in a text that has others, too', () => {
    const wide = Buffer.from('a dummy of a secret', 'utf16le');
    const bytes = Buffer.concat([wide, Buffer.from(`${'x'.repeat(LEAST)}\0${'y'.repeat(LEAST)}`)]);
    expect(latin(readable(new Uint8Array(bytes)))).toBe(
      `a dummy of a secret${'x'.repeat(LEAST)}\n${'y'.repeat(LEAST)}\n`,
    );
  });
});
