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
/** What follows the first byte of zlib's mark: one for each of its levels. */
const LEVELS: ReadonlySet<number> = new Set([0x01, 0x5e, 0x9c, 0xda]);

/** One attempt, not made yet. A guess is one at two bytes in the midst of others, of which noise has many. */
export type Attempt = { readonly run: () => ReturnType<Inflate>; readonly isGuess: boolean };

/** The places in decoded bytes where compressed data may begin. */
export function* inflated(decoded: Decoded, inflate: Inflate, isOrder: boolean): Generator<Attempt> {
  yield* marked(decoded, inflate, isOrder);
  if (isOrder) return;
  const { bytes, starts } = decoded;
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

/** What begins with a mark, from left to right. Two bytes are no rare mark in the noise of a text in another order. */
function* marked({ bytes, starts }: Decoded, inflate: Inflate, isOrder: boolean): Generator<Attempt> {
  const attempt = (at: number, how: Compression, isGuess: boolean): Attempt => ({
    run: () => inflate(bytes.subarray(at), how),
    isGuess,
  });
  let tried: Set<string> | null = null;
  let gzip = nextMark(bytes, 0, GZIP);
  let zlib = isOrder ? -1 : nextMark(bytes, 0, ZLIB);
  while (gzip !== -1 || zlib !== -1) {
    if (zlib === -1 || (gzip !== -1 && gzip < zlib)) {
      yield attempt(gzip, 'gzip', false);
      gzip = nextMark(bytes, gzip + 1, GZIP);
      continue;
    }
    // A mark of two bytes comes again where a text repeats itself; what follows it tells.
    const what = bytes.subarray(zlib, zlib + SAME).join();
    if (!(tried ??= new Set()).has(what)) yield attempt(zlib, 'zlib', !starts.includes(zlib));
    tried.add(what);
    zlib = nextMark(bytes, zlib + 1, ZLIB);
  }
}

/**
 * Where compressed data may next begin with a mark that has this first byte; -1 where none does. Most such bytes begin none,
 * and noise has many of them: nothing is made for each.
 */
function nextMark(bytes: Uint8Array, from: number, first: number): number {
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (at + LEAST > bytes.length) break;
    if (first === GZIP ? isGzip(bytes, at) : isZlib(bytes, at)) return at;
  }
  return -1;
}

function isGzip(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 1] === 0x8b && bytes[at + 2] === 8;
}

function isZlib(bytes: Uint8Array, at: number): boolean {
  return LEVELS.has(bytes[at + 1] as number) && mayBeDeflate(bytes, at + 2);
}
