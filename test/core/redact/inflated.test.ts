import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflated } from '../../../core/redact/known/inflated.ts';

describe('compressed data within decoded bytes', () => {
  const secret = Buffer.from('a dummy of a secret, and what else there is');
  const gzip = gzipSync(secret);
  const zlib = deflateSync(secret);
  /** Begin as the marks do, and are none: by their second byte, their third, or by what follows. */
  const decoys = Buffer.concat([
    Buffer.from([0x1f, 0x78, 0x1f, 0x8b, 0x78, 0x9c, 0xff, 0x78, 0x02]),
    zlib.subarray(2),
    Buffer.from([0x1f]),
  ]);
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

  it('is a guess at a mark of two bytes, but where text began to be encoded', () => {
    const guesses = (...starts: number[]) =>
      [...inflated({ bytes, starts: Int32Array.of(...starts) }, () => null, false)]
        .slice(0, 2)
        .map(({ isGuess }) => isGuess);
    expect(guesses()).toEqual([true, false]);
    expect(guesses(first)).toEqual([false, false]);
  });
});
