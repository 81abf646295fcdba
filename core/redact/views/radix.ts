import type { Decoded, View } from './view.ts';
import { keptBytes } from '../known/kept-room.ts';
import { alphabetOf, endOfRun, nextRun } from './symbols.ts';

const BASE58 = alphabetOf('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz');
const DECIMAL = alphabetOf('0123456789');
const LEAST = 22;
/** The work grows with the square of the length, so there is a longest. */
const MOST = 700;
const MAX_WORDS = 40;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SMALL = LETTERS.toLowerCase();
const ASCII85 = alphabetOf(String.fromCharCode(...Array.from({ length: 85 }, (_, digit) => 33 + digit)));
/** As git and Python write it. */
const RFC1924 = alphabetOf(`0123456789${LETTERS}${SMALL}!#$%&()*+-;<=>?@^_\`{|}~`);
const Z85 = alphabetOf(`0123456789${SMALL}${LETTERS}.-:+=^!/*?&<>()[]{}@%$#`);
const BASE85_LEAST = 20;
const PRINTABLE = alphabetOf(String.fromCharCode(...Array.from({ length: 94 }, (_, at) => 33 + at)));

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
  of: (text) => words85(text, [0, text.length], ASCII85),
};

/** The same in the alphabets of git and Python, and of ZeroMQ; of data that is compressed a mark tells. */
export const base85: View = {
  name: 'base85',
  kind: 'decoding',
  hasSigns: true,
  of: (text) => {
    const runs = signedRuns(text);
    if (runs.length === 0) return [];
    return [RFC1924, Z85]
      .flatMap((alphabet) => words85(text, runs, alphabet))
      .map(({ bytes }) => ({ bytes, starts: [] }));
  },
};

/** Where anything but blanks, and enough signs of it, begins and ends: most texts have few of these. */
function signedRuns(text: Uint8Array): number[] {
  const runs: number[] = [];
  for (let at = 0; at < text.length;) {
    const start = nextRun(text, PRINTABLE, at, BASE85_LEAST);
    if (start === text.length) break;
    at = endOfRun(text, PRINTABLE, start + BASE85_LEAST);
    if (hasSigns(text, start, at)) runs.push(start, at);
  }
  return runs;
}

/** The words in the stretches that begin and end at `runs`. */
function words85(text: Uint8Array, runs: readonly number[], alphabet: Uint8Array): Decoded[] {
  const out = roomForWords(text.length + 8);
  const starts: number[] = [];
  let end = 0;
  for (let run = 0; run < runs.length; run += 2) {
    const last = runs[run + 1] as number;
    for (let at = runs[run] as number; at < last; at++) {
      const start = nextRun(text, alphabet, at, BASE85_LEAST, last);
      if (start === last) break;
      const to = endOfRun(text, alphabet, start + BASE85_LEAST);
      at = to;
      const from = text[start] === 0x3c && text[start + 1] === 0x7e ? start + 2 : start;
      starts.push(end);
      end = ungrouped(text, from, to, alphabet, out, end);
      out[end++] = 0;
    }
  }
  return end === 0 ? [] : [{ bytes: out.slice(0, end), starts }];
}

/** Whether there are three different signs: of 85 symbols they are 23, and names and paths have one or two. */
function hasSigns(text: Uint8Array, from: number, to: number): boolean {
  let seen = 0;
  let count = 0;
  for (let at = from; at < to && count < 3; at++) {
    const byte = text[at] as number;
    if (isLetter(byte)) continue;
    // Different signs may share a bit, which a word of these alphabets has enough of not to mind.
    const bit = 1 << (byte & 31);
    if ((seen & bit) === 0) count++;
    seen |= bit;
  }
  return count >= 3;
}

function ungrouped(
  text: Uint8Array,
  from: number,
  to: number,
  alphabet: Uint8Array,
  out: Uint8Array,
  start: number,
): number {
  let end = start;
  for (let at = from; at + 1 < to; at += 5) {
    const size = Math.min(5, to - at);
    let value = 0;
    for (let digit = 0; digit < 5; digit++)
      value = value * 85 + (digit < size ? (alphabet[text[at + digit] as number] as number) : 84);
    for (let byte = 0; byte < size - 1; byte++) out[end++] = value >>> (24 - byte * 8);
  }
  return end;
}
