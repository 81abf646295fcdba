import { keptBytes, keptRoom } from '../known/kept-room.ts';
import { alphabetOf } from './symbols.ts';
import type { Decoded, View } from './view.ts';

const LEAST = 6;
const DIGITS = alphabetOf('0123456789abcdef');
Array.from('ABCDEF').forEach((digit, at) => (DIGITS[digit.charCodeAt(0)] = 10 + at));

/**
 * Lists of numbers in base 10, 16, 8 and 2, one byte each. A number that is no byte, such as the first
 * column of a dump, ends a list.
 */
export const numbers: View = {
  name: 'numbers',
  kind: 'decoding',
  of: (text) => {
    const runs = digitRuns(text);
    if (runs === null) return [];
    const lists = [listed(text, runs, 10), listedPairs(text), listed(text, runs, 8), listed(text, runs, 2)];
    return lists.filter((bytes) => bytes.length >= LEAST).map((bytes): Decoded => ({ bytes, starts: [0] }));
  },
};

const roomForRuns = keptRoom((length) => new Int32Array(length));
const roomForNumbers = keptBytes();

/** Where each run of decimal digits begins and ends; null where there are too few for a list. */
function digitRuns(text: Uint8Array): Int32Array | null {
  // No two runs touch each other.
  const runs = roomForRuns(text.length + 2);
  let count = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    if (!isDigit(text[at] as number)) continue;
    const start = at;
    while (at < text.length && isDigit(text[at] as number)) at++;
    digits += at - start;
    runs[count++] = start;
    runs[count++] = at;
  }
  return digits < LEAST * 2 ? null : runs.subarray(0, count);
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte < 58;
}

/** The numbers of a base up to ten. */
function listed(text: Uint8Array, runs: Int32Array, base: number): Uint8Array {
  const out = roomForNumbers(text.length);
  let end = 0;
  for (let run = 0; run < runs.length; run += 2) {
    const last = runs[run + 1] as number;
    for (let at = runs[run] as number; at < last; at++) {
      const start = at;
      let value = 0;
      for (; at < last && (DIGITS[text[at] as number] as number) < base; at++)
        value = Math.min(4096, value * base + (DIGITS[text[at] as number] as number));
      const length = at - start;
      // The 0 of 0x, 0o and 0b is no number.
      if (length === 0 || (length === 1 && isPrefix(text, start)) || isOther(length, base)) continue;
      out[end++] = value < 256 ? value : 0;
    }
  }
  return out.slice(0, end);
}

function isPrefix(text: Uint8Array, at: number): boolean {
  const next = (text[at + 1] ?? 0) | 32;
  return text[at] === 48 && (next === 0x78 || next === 0x6f || next === 0x62);
}

/** In base 2 only whole bytes count, in base 8 no single digits: those are other numbers. */
function isOther(length: number, base: number): boolean {
  return base === 2 ? length < 6 || length > 8 : base === 8 && length < 2;
}

const [HEX, LETTER, X] = [1, 2, 4];
/** What words are made of, one bit for each class. */
const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (DIGITS[byte] !== 255) return HEX;
  return (byte | 32) === 0x78 ? X : (byte | 32) >= 97 && (byte | 32) <= 122 ? LETTER : 0;
});

/** The numbers of base 16 that have no more than two digits: longer ones are words and other numbers. */
function listedPairs(text: Uint8Array): Uint8Array {
  const out = roomForNumbers(text.length);
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    if (CLASSES[text[at] as number] === 0) continue;
    const start = at;
    let seen = 0;
    for (; at < text.length; at++) {
      const here = CLASSES[text[at] as number] as number;
      if (here === 0) break;
      seen |= here;
    }
    // What stands behind an x may be a number in any word.
    if ((seen & X) !== 0) end = pairsBehindX(text, start, at, out, end);
    else if (seen === HEX && at - start <= 2) out[end++] = pairAt(text, start, at);
  }
  return out.slice(0, end);
}

function pairAt(text: Uint8Array, start: number, end: number): number {
  const first = DIGITS[text[start] as number] as number;
  return end - start === 1 ? first : first * 16 + (DIGITS[text[start + 1] as number] as number);
}

/** The numbers of a word that has an x: after one, or where the word begins, and up to an x or its end. */
function pairsBehindX(text: Uint8Array, from: number, to: number, out: Uint8Array, before: number): number {
  let end = before;
  for (let at = from; at < to; at++) {
    const start = at;
    while (at < to && CLASSES[text[at] as number] === HEX) at++;
    const isNumber =
      at > start && at - start <= 2 && (start === from || CLASSES[text[start - 1] as number] === X);
    if (isNumber && at === to) out[end++] = pairAt(text, start, at);
  }
  return end;
}
