import type { Decoded, View } from './view.ts';
import { keptBytes } from '../known/kept-room.ts';
import { alphabetOf, endOfRun, nextRun } from './symbols.ts';

const BASE58 = alphabetOf('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz');
const DECIMAL = alphabetOf('0123456789');
const LEAST = 22;
/** The work grows with the square of the length, so there is a longest. */
const MOST = 700;
const MAX_WORDS = 40;
const ASCII85 = alphabetOf(String.fromCharCode(...Array.from({ length: 85 }, (_, digit) => 33 + digit)));
const ASCII85_LEAST = 20;

/** Words that are one large number: base58, and decimal. */
export const largeNumbers: View = {
  name: 'large-numbers',
  kind: 'decoding',
  of: (text) => [
    ...wordsIn(text, BASE58, LEAST).map((word) => asNumber(word, 58)),
    ...wordsIn(text, DECIMAL, LEAST * 2).map((word) => asNumber(word, 10)),
  ],
};

function wordsIn(text: Uint8Array, alphabet: Uint8Array, least: number): Uint8Array[] {
  const words: Uint8Array[] = [];
  for (let start = 0; start < text.length && words.length < MAX_WORDS;) {
    const from = nextRun(text, alphabet, start, least);
    if (from === text.length) break;
    const to = endOfRun(text, alphabet, from + least);
    const isWhole = to === text.length || !isLetter(text[to] as number);
    if (to - from <= MOST && isWhole) {
      words.push(text.subarray(from, to).map((byte) => alphabet[byte] as number));
    }
    start = to + 1;
  }
  return words;
}

function isLetter(byte: number): boolean {
  return (byte >= 48 && byte < 58) || ((byte | 32) >= 97 && (byte | 32) < 123);
}

function asNumber(digits: Uint8Array, base: number): Decoded {
  const out = new Uint8Array(digits.length);
  let length = 0;
  for (const digit of digits) {
    let carry = digit;
    for (let at = 0; at < length || carry > 0; at++) {
      carry += (at < length ? (out[at] as number) : 0) * base;
      out[at] = carry & 255;
      carry >>>= 8;
      length = Math.max(length, at + 1);
    }
  }
  return { bytes: out.subarray(0, length).toReversed(), starts: [0] };
}

const roomForWords = keptBytes();

/** Ascii85 from the start of a word, with or without its brackets. */
export const ascii85: View = {
  name: 'ascii85',
  kind: 'decoding',
  of: (text) => {
    const out = roomForWords(text.length + 8);
    const starts: number[] = [];
    let end = 0;
    for (let at = 0; at < text.length; at++) {
      const start = nextRun(text, ASCII85, at, ASCII85_LEAST);
      if (start === text.length) break;
      const to = endOfRun(text, ASCII85, start + ASCII85_LEAST);
      at = to;
      const from = text[start] === 0x3c && text[start + 1] === 0x7e ? start + 2 : start;
      starts.push(end);
      end = ungrouped(text.subarray(from, to), out, end);
      out[end++] = 0;
    }
    return end === 0 ? [] : [{ bytes: out.slice(0, end), starts }];
  },
};

function ungrouped(word: Uint8Array, out: Uint8Array, from: number): number {
  let end = from;
  for (let at = 0; at + 1 < word.length; at += 5) {
    const size = Math.min(5, word.length - at);
    let value = 0;
    for (let digit = 0; digit < 5; digit++)
      value = value * 85 + (digit < size ? (word[at + digit] as number) - 33 : 84);
    for (let byte = 0; byte < size - 1; byte++) out[end++] = Math.floor(value / 256 ** (3 - byte)) & 255;
  }
  return end;
}
