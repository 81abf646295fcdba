import { alphabetOf } from './symbols.ts';
import type { Decoded, View } from './view.ts';

const BASES = [10, 16, 8, 2];
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
  of: (text) =>
    digitsOf(text) < LEAST * 2
      ? []
      : BASES.map((base) => listed(text, base)).filter(({ bytes }) => bytes.length >= LEAST),
};

function digitsOf(text: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < text.length && count < LEAST * 2; at++) {
    if ((text[at] as number) >= 48 && (text[at] as number) < 58) count++;
  }
  return count;
}

function listed(text: Uint8Array, base: number): Decoded {
  const out = new Uint8Array(text.length);
  let end = 0;
  for (let at = 0; at < text.length;) {
    const start = at;
    let value = 0;
    for (; at < text.length; at++) {
      const digit = DIGITS[text[at] as number] as number;
      if (digit >= base) break;
      value = Math.min(4096, value * base + digit);
    }
    const length = at - start;
    at++;
    // The 0 of 0x, 0o and 0b is no number; a letter of a word is no digit.
    if (length === 0 || (length === 1 && isPrefix(text, start)) || inWord(text, start, length, base))
      continue;
    out[end++] = value < 256 ? value : 0;
  }
  return { bytes: out.subarray(0, end), starts: [0] };
}

function isPrefix(text: Uint8Array, at: number): boolean {
  const next = (text[at + 1] ?? 0) | 32;
  return text[at] === 48 && (next === 0x78 || next === 0x6f || next === 0x62);
}

/** In base 16 only pairs count, in base 2 only whole bytes: shorter digits are words and other numbers. */
function inWord(text: Uint8Array, start: number, length: number, base: number): boolean {
  if (base === 2) return length < 6 || length > 8;
  if (base !== 16) return base === 8 && length < 2;
  const before = start === 0 ? 32 : (text[start - 1] as number) | 32;
  const after = (text[start + length] ?? 32) | 32;
  const isLetter = (byte: number) => byte >= 97 && byte <= 122;
  return length > 2 || (isLetter(before) && before !== 0x78) || isLetter(after);
}
