import { array, assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactStream } from '../../../core/redact/stream.ts';

const SECRET = 'ghp_Zq7RkW2mXv9TbL4cYd8NfJ3hPs6GaE5uQw1K';
const CANARY = 'planted-Hq3WzR8kTn5XvB2cMj7Y';
const known = { secrets: { TOKEN: SECRET }, canaries: { TRAP: CANARY } };
const line = 'a line of a log with some words in it, and a number 4711\n';

function through(text: Buffer, sizes: readonly number[]): { text: string; withheld: readonly string[] } {
  const stream = redactStream(known);
  const out: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    out.push(stream.push(text.subarray(at, at + size)));
    at += size;
  }
  out.push(stream.end());
  return { text: Buffer.concat(out).toString('latin1'), withheld: stream.withheld() };
}

/** A text of three blocks with a value at a place. */
const around = (value: string, before: number) =>
  Buffer.from(`${line.repeat(7000).slice(0, before)}${value}${line.repeat(1000)}`, 'latin1');

describe('a stream', () => {
  test('is the same without secrets, whatever the bytes and chunks are', () => {
    const bytes = Buffer.concat([
      Buffer.from(line.repeat(3000)),
      Buffer.from([0xff, 0, 0xc3, 0xed, 0xa0, 0x80, 0xf4, 0xff]),
      Buffer.alloc(200_000, 'x'),
    ]);
    for (const sizes of [[1_000_000], [65_536], [1, 4096, 7]]) {
      expect(through(bytes, sizes)).toEqual({ text: bytes.toString('latin1'), withheld: [] });
    }
  });

  test('masks a value at every border of chunks and blocks', () => {
    const chunks = array(integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 4 });
    assert(
      property(chunks, integer({ min: 131_000, max: 140_000 }), (sizes, before) => {
        const sized = sizes.map((size) => Math.max(size, 500));
        const { text, withheld } = through(around(SECRET, before), sized);
        expect(withheld).toEqual([]);
        expect(text).toBe(around('[redacted: TOKEN]', before).toString('latin1'));
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['a canary', CANARY, 'TRAP'],
    ['base64', Buffer.from(SECRET).toString('base64'), 'TOKEN'],
    ['base64 twice', Buffer.from(Buffer.from(SECRET).toString('base64')).toString('base64'), 'TOKEN'],
    ['hex', Buffer.from(SECRET).toString('hex'), 'TOKEN'],
    ['percent', encodeURIComponent(SECRET).replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`), 'TOKEN'],
    ['spaced', Array.from(SECRET).join(' '), 'TOKEN'],
  ])('is cut off at %s, at any border', (_, value, name) => {
    for (let before = 138_000; before < 139_400; before += 61) {
      const { text, withheld } = through(around(value, before), [50_000]);
      expect(withheld).toEqual([name]);
      expect(line.repeat(7000).startsWith(text)).toBe(true);
    }
  });
});
