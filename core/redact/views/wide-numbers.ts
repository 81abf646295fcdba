import { runsOfLength, type DigitRuns } from './digit-runs.ts';

/** So many stand in a row: fewer hold no value that could be told from chance. */
const LEAST = 5;
/** What may stand between two of a row: a line's end, and the offset before the next line. */
const GAP = 12;
const SPACE = 32;
/** Of the numbers of a text so many have the same hundreds when something was added to codes. */
const MOST = 0.9;

/** How wide numbers are written: digits, base, and the bytes that each stands for. */
type Width = { readonly digits: readonly [least: number, most: number]; base: 8 | 10; bytes: 2 | 4 };

const WIDTHS: readonly Width[] = [
  { digits: [6, 6], base: 8, bytes: 2 },
  { digits: [3, 5], base: 10, bytes: 2 },
  { digits: [8, 10], base: 10, bytes: 4 },
];

/**
 * Rows of numbers of two or four bytes each, as `od` and `hexdump` write them when they are not asked for single
 * bytes, with either byte first; and as codes that all had the same added to them. The offsets before lines of a
 * dump have seven digits, and are no part of a row.
 */
export function wideNumbers(text: Uint8Array, runs: DigitRuns): Uint8Array[] {
  return WIDTHS.filter(({ digits }) => runsOfLength(runs, ...digits) >= LEAST).flatMap((width) => {
    const numbers = rows(text, runs.places, width);
    if (numbers.length === 0) return [];
    const highest = numbers.map((value) => highestFirst(value, width.bytes));
    const words = [highest, highest.map((number) => number.toReversed())];
    return [...words.map((number) => Uint8Array.from(number.flat())), ...shifted(numbers)];
  });
}

/**
 * What codes are when something was added to all of them: the lowest bytes, and, where it was a number of whole hundreds,
 * the codes themselves. Any numbers would be text without their hundreds: most must have had the same.
 */
export function shifted(numbers: readonly number[]): Uint8Array[] {
  const lowest = Uint8Array.from(numbers, (value) => value & 255);
  const hundreds = Math.floor(((numbers[numbers.length >> 1] as number) - SPACE) / 100);
  const codes = numbers
    .map((value) => value - hundreds * 100)
    .filter((code) => code >= SPACE && code < SPACE + 100);
  return codes.length < numbers.length * MOST ? [lowest] : [lowest, Uint8Array.from(codes)];
}

function highestFirst(value: number, width: number): number[] {
  return Array.from({ length: width }, (_, at) => Math.floor(value / 256 ** (width - 1 - at)) & 255);
}

/** The numbers of a width that stand in rows. */
function rows(text: Uint8Array, places: Int32Array, { digits: [least, most], base, bytes }: Width): number[] {
  const numbers: number[] = [];
  let row = 0;
  let last = -GAP;
  for (let run = 0; run < places.length; run += 2) {
    const from = places[run] as number;
    const to = places[run + 1] as number;
    if (to - from < least || to - from > most) continue;
    const value = numberAt(text, from, to, base);
    if (value < 0 || value >= 256 ** bytes) continue;
    if (from - last > GAP) {
      if (numbers.length - row < LEAST) numbers.length = row;
      row = numbers.length;
    }
    numbers.push(value);
    last = to;
  }
  if (numbers.length - row < LEAST) numbers.length = row;
  return numbers;
}

/** -1 where a digit is none of the base. */
function numberAt(text: Uint8Array, from: number, to: number, base: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = (text[at] as number) - 48;
    if (digit >= base) return -1;
    value = value * base + digit;
  }
  return value;
}
