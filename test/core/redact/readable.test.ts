import { array, assert, oneof, property, string, uint8Array } from 'fast-check';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sequenceLength } from '../../../core/redact/known/bytes.ts';
import { inflated } from '../../../core/redact/known/inflated.ts';
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

  it('is not made of zeros that only stand beside one another', () => {
    const bytes = Uint8Array.from([0, 0, 65, 0, 0, 66, 67, 0, 0, 68]);
    expect(readable(bytes)).toHaveLength(0);
  });
});

describe('compressed data within decoded bytes', () => {
  const secret = Buffer.from('a dummy of a secret, and what else there is');
  const gzip = gzipSync(secret);
  const zlib = deflateSync(secret);
  /** Begins as both marks do, and is none. */
  const decoys = Buffer.from([0x1f, 0x78, 0x1f, 0x8b, 0x78, 0x02, 0x1f]);
  const bytes = new Uint8Array(Buffer.concat([decoys, zlib, decoys, gzip, decoys, zlib]));
  const places = (isOrder: boolean) => {
    const seen: string[] = [];
    const inflate = (from: Uint8Array, how: string) => {
      seen.push(`${how} at ${bytes.length - from.length}`);
      return null;
    };
    for (const { run } of inflated({ bytes, starts: Int32Array.of() }, inflate, isOrder)) run();
    return seen;
  };
  const first = decoys.length;
  const second = first + zlib.length + decoys.length;

  it('is tried at each mark from left to right, the same data once', () => {
    expect(places(false)).toEqual([`zlib at ${first}`, `gzip at ${second}`]);
  });

  it('is tried at the marks of gzip alone where a text stands in another order', () => {
    expect(places(true)).toEqual([`gzip at ${second}`]);
  });
});
