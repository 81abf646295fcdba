import { keptBytes } from '../known/kept-room.ts';
import { digitRuns } from './digit-runs.ts';
import { gluedCodes } from './glued-codes.ts';
import { alphabetOf } from './symbols.ts';
import type { Decoded, View } from './view.ts';
import { wideNumbers } from './wide-numbers.ts';

const LEAST = 6;
const [ZERO, MINUS] = [0x30, 0x2d];
const DIGITS = alphabetOf('0123456789abcdef');
Array.from('ABCDEF').forEach((digit, at) => (DIGITS[digit.charCodeAt(0)] = 10 + at));

/**
 * Lists of numbers in base 10, 16, 8 and 2, one byte each. A number that is no byte, such as the first
 * column of a dump, ends a list. Rows of wider numbers, too, and codes with nothing between.
 */
export const numbers: View = {
  name: 'numbers',
  kind: 'decoding',
  of: (text) => {
    const runs = digitRuns(text, LEAST * 2);
    if (runs === null) return [];
    const { places } = runs;
    const lists = [10, 8, 2].map((base) => listed(text, places, base));
    lists.push(listedPairs(text));
    if (hasNegative(text)) lists.push(listed(text, places, 10, true));
    const bytes = lists.filter((list) => list.length >= LEAST);
    return [
      ...bytes.map((list): Decoded => ({ bytes: list, starts: [0] })),
      ...wideNumbers(text, runs),
      ...gluedCodes(text, runs),
    ];
  },
};

const roomForNumbers = keptBytes();

/** Whether there are enough numbers with a minus that is no dash between two. */
function hasNegative(text: Uint8Array): boolean {
  let count = 0;
  for (let at = text.indexOf(MINUS); at !== -1 && count < LEAST; at = text.indexOf(MINUS, at + 1)) {
    if ((DIGITS[text[at + 1] ?? 0] as number) < 10 && isNegative(text, at + 1)) count++;
  }
  return count >= LEAST;
}

function isNegative(text: Uint8Array, start: number): boolean {
  return text[start - 1] === MINUS && CLASSES[text[start - 2] ?? 0] === 0;
}

/** The numbers of a base up to ten; `isSigned`: a minus counts. */
function listed(text: Uint8Array, runs: Int32Array, base: number, isSigned = false): Uint8Array {
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
      out[end++] = value > 255 ? 0 : isSigned && isNegative(text, start) ? -value : value;
    }
  }
  return out.slice(0, end);
}

function isPrefix(text: Uint8Array, at: number): boolean {
  const next = (text[at + 1] ?? 0) | 32;
  return text[at] === ZERO && (next === 0x78 || next === 0x6f || next === 0x62);
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

/** The numbers of base 16 that are one byte: others are words and other numbers. */
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
    else if (seen === HEX && isPair(text, start, at)) out[end++] = pairAt(text, start, at);
  }
  return out.slice(0, end);
}

/** Whether a number has no more than two digits, zeros before them not counted. */
function isPair(text: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (end - at > 2 && text[at] === ZERO) at++;
  return end - at <= 2;
}

function pairAt(text: Uint8Array, start: number, end: number): number {
  const last = DIGITS[text[end - 1] as number] as number;
  return end - start === 1 ? last : (DIGITS[text[end - 2] as number] as number) * 16 + last;
}

/** The numbers of a word that has an x: after one, or where the word begins, and up to an x or its end. */
function pairsBehindX(text: Uint8Array, from: number, to: number, out: Uint8Array, before: number): number {
  let end = before;
  for (let at = from; at < to; at++) {
    const start = at;
    while (at < to && CLASSES[text[at] as number] === HEX) at++;
    const isNumber =
      at > start && isPair(text, start, at) && (start === from || CLASSES[text[start - 1] as number] === X);
    if (isNumber && at === to) out[end++] = pairAt(text, start, at);
  }
  return end;
}
