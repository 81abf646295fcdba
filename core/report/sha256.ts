import { utf8 } from '../redact/known/bytes.ts';

/**
 * SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, in lower-case hex. For a page that was opened from a disk: some
 * browsers keep Web Crypto from it, and a call of that for each of many short lines takes longer than this does.
 */
export function sha256(text: string): string {
  const bytes = utf8(text);
  const padded = pad(bytes);
  const state = Int32Array.from(START);
  const schedule = new Int32Array(64);
  for (let at = 0; at < padded.length; at += 16) compress(state, schedule, padded, at);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** The message as 32-bit words, with its end mark and its length in bits. */
function pad(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(((bytes.length + 8) >> 6) * 16 + 16);
  for (let at = 0; at < bytes.length; at++) {
    const word = at >> 2;
    words[word] = (words[word] as number) | ((bytes[at] as number) << (24 - (at & 3) * 8));
  }
  const last = bytes.length >> 2;
  words[last] = (words[last] as number) | (0x80 << (24 - (bytes.length & 3) * 8));
  words[words.length - 2] = Math.floor(bytes.length / 0x20000000);
  words[words.length - 1] = bytes.length << 3;
  return words;
}

function compress(state: Int32Array, schedule: Int32Array, words: Uint32Array, from: number): void {
  expand(schedule, words, from);
  let [a, b, c, d, e, f, g, h] = state as unknown as Eight;
  for (let at = 0; at < 64; at++) {
    const ahead = (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g));
    const first = (h + ahead + (ROUND[at] as number) + (schedule[at] as number)) | 0;
    const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    // Not all at once as a pattern: that takes ten times as long.
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] = (state[at] as number) + word));
}

/** The sixteen words of a block, and the 48 that follow from them. */
function expand(schedule: Int32Array, words: Uint32Array, from: number): void {
  for (let at = 0; at < 16; at++) schedule[at] = words[from + at] as number;
  for (let at = 16; at < 64; at++) {
    const one = schedule[at - 15] as number;
    const two = schedule[at - 2] as number;
    const low = turned(one, 7) ^ turned(one, 18) ^ (one >>> 3);
    const high = turned(two, 17) ^ turned(two, 19) ^ (two >>> 10);
    schedule[at] = (schedule[at - 16] as number) + low + (schedule[at - 7] as number) + high;
  }
}

type Eight = [number, number, number, number, number, number, number, number];

function turned(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

const PRIMES = primes(64);
/** The first 32 bits behind the point of the square roots of the first eight primes. */
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
/** The same of the cube roots of the first 64. */
const ROUND = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));

function fraction(root: number): number {
  return ((root - Math.floor(root)) * 0x100000000) | 0;
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let at = 2; found.length < count; at++) if (found.every((prime) => at % prime !== 0)) found.push(at);
  return found;
}
