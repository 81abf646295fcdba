import type { Decoded } from '../views/view.ts';
import { mayBeDeflate } from './deflate-start.ts';
import { readable } from './readable.ts';

/** The ways to compress that are undone. Only gzip and zlib tell what they are. */
export type Compression = 'gzip' | 'zlib' | 'deflate' | 'brotli';

/**
 * Undoes a compression, of cut-off data as far as it goes: null when it is none. Of more than
 * MAX_INFLATED bytes it says 'too-long'. Given from outside: core/ knows no codecs.
 */
export type Inflate = (bytes: Uint8Array, how: Compression) => Uint8Array | 'too-long' | null;

export const MAX_INFLATED = 1024 * 1024;
const LEAST = 12;
/** Data without a mark is tried where text began to be encoded, and only so much of a text's beginnings. */
const MAX_BLIND = 12;
const LEAST_BLIND = 18;
const SAME = 24;
const [GZIP, ZLIB] = [0x1f, 0x78];

/** One attempt, not made yet. A guess is one at two bytes in the midst of others, of which noise has many. */
export type Attempt = { readonly run: () => ReturnType<Inflate>; readonly isGuess: boolean };

/** The places in decoded bytes where compressed data may begin. */
export function* inflated(
  { bytes, starts }: Decoded,
  inflate: Inflate,
  isOrder: boolean,
): Generator<Attempt> {
  let tried: Set<string> | null = null;
  for (const at of marksIn(bytes)) {
    if (at + LEAST > bytes.length) break;
    const how = markAt(bytes, at);
    if (how === 'zlib' && !mayBeDeflate(bytes, at + 2)) continue;
    // A mark of two bytes comes again where a text repeats itself; what follows it tells.
    if (how === 'zlib' && (tried ??= new Set()).size === tried.add(bytes.subarray(at, at + SAME).join()).size)
      continue;
    // Two bytes are no rare mark in the noise of a text in another order.
    if (how && !(isOrder && how === 'zlib'))
      yield { run: () => inflate(bytes.subarray(at), how), isGuess: how === 'zlib' && !starts.includes(at) };
  }
  if (isOrder) return;
  let blind = 0;
  for (let number = 0; number < starts.length && blind < MAX_BLIND; number++) {
    const start = starts[number] as number;
    const next = starts[number + 1];
    const end = next === undefined ? bytes.length : next - 1;
    if (end - start < LEAST_BLIND) continue;
    const blob = bytes.subarray(start, end);
    if (readable(blob.subarray(0, LEAST)).length >= LEAST) continue;
    blind++;
    if (mayBeDeflate(blob, 0)) yield { run: () => inflate(blob, 'deflate'), isGuess: false };
    yield { run: () => inflate(blob, 'brotli'), isGuess: false };
  }
}

/** The places of the bytes that marks begin with, from left to right. */
function* marksIn(bytes: Uint8Array): Generator<number> {
  let gzip = bytes.indexOf(GZIP);
  let zlib = bytes.indexOf(ZLIB);
  while (gzip !== -1 || zlib !== -1) {
    if (zlib === -1 || (gzip !== -1 && gzip < zlib)) {
      yield gzip;
      gzip = bytes.indexOf(GZIP, gzip + 1);
    } else {
      yield zlib;
      zlib = bytes.indexOf(ZLIB, zlib + 1);
    }
  }
}

function markAt(bytes: Uint8Array, at: number): Compression | null {
  if (bytes[at] === GZIP) return bytes[at + 1] === 0x8b && bytes[at + 2] === 8 ? 'gzip' : null;
  if (bytes[at] !== ZLIB) return null;
  const second = bytes[at + 1];
  return second === 0x01 || second === 0x5e || second === 0x9c || second === 0xda ? 'zlib' : null;
}
