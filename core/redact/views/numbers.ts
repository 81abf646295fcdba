import { keptBytes } from '../known/kept-room.ts';
import { digitRuns } from './digit-runs.ts';
import { listed } from './listed.ts';
import { numberRows } from './number-rows.ts';
import { alphabetOf } from './symbols.ts';
import type { Decoded, View } from './view.ts';

const LEAST = 6;
const ZERO = 0x30;
const DIGITS = alphabetOf('0123456789abcdef');
Array.from('ABCDEF').forEach((digit, at) => (DIGITS[digit.charCodeAt(0)] = 10 + at));

/**
 * Lists of numbers in base 10, 16, 8 and 2, one byte each. A number that is no byte, such as the first
 * column of a dump, ends a list. And rows of numbers that are no codes as they stand.
 */
export const numbers: View = {
  name: 'numbers',
  kind: 'decoding',
  of: (text, isOrder) => {
    const runs = digitRuns(text, LEAST * 2);
    if (runs === null) return [];
    const codes = listed(text, runs, 10);
    const lists = [codes, listedPairs(text), listed(text, runs, 8), listed(text, runs, 2)];
    const found = lists
      .filter((list) => list.length >= LEAST)
      .map((bytes): Decoded => ({ bytes, starts: [0] }));
    // In another order there are no rows, and to look for them costs as much again.
    return isOrder ? found : [...found, ...numberRows(text, runs, codes)];
  },
};

const roomForNumbers = keptBytes();

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
