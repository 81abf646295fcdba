import { isTelling } from './randomness.ts';

/** A byte string to look for, and how much of it has to show. */
export type Pattern = {
  readonly bytes: Uint8Array;
  /** Which known value it stands for. */
  readonly owner: number;
  /** So many bytes in a row are a match: all of them, or fewer for a random value. */
  readonly least: number;
  /** So many bytes at the start are public and do not count. */
  readonly open: number;
};

/** Called for every match, from left to right by place of discovery; matches may overlap. */
export type OnMatch = (start: number, end: number, pattern: Pattern) => void;

/** Runs at least this long hold a whole sampled gram: two aligned words, or one of every second word. */
export const SAMPLED = 11;
const MOST_SPARSE = 4;
/** No match is shorter that is sure to hold one of the grams that were entered. */
const SURE = 7 + 4 * MOST_SPARSE;
/** A gram that so many patterns share is public; more entries would only make its verification slow. */
const MAX_CHAIN = 32;

/** Where every gram of some patterns stands, and a set of bits that tells most other grams at once. */
export type Table = {
  readonly patterns: readonly Pattern[];
  /** All patterns after one another; a gram is known by the place of its first byte. */
  readonly text: Uint8Array;
  readonly starts: Int32Array;
  /** A bit for each gram; of grams of 8 bytes a second one in the same word, see `mayHold`. */
  readonly bits: Int32Array;
  readonly bitShift: number;
  readonly heads: Int32Array;
  readonly headShift: number;
  readonly next: Int32Array;
  /** 1 for the places whose gram was left out as public. */
  readonly left: Uint8Array;
};

const WORD = 0x9e3779b1;
const MIX = 0x2c1b3c6d;

/** The hash of a gram of one word, with 0, or of two. */
export function hashOf(one: number, other: number): number {
  const hash = (Math.imul(one, WORD) + other) | 0;
  return Math.imul(hash ^ (hash >>> 15), MIX);
}

/** The table of all grams of `width` bytes in patterns. */
export function makeTable(patterns: readonly Pattern[], width: 3 | 4 | 8): Table {
  const size = patterns.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const grams = patterns.reduce((sum, one) => sum + Math.ceil(one.bytes.length / everyOf(one, width)), 0);
  const bitLog = Math.min(25, Math.max(14, (width === 8 ? 35 : 36) - Math.clz32(grams)));
  const headLog = Math.min(20, Math.max(8, 33 - Math.clz32(grams)));
  const table: Table = {
    patterns,
    text: new Uint8Array(size),
    starts: new Int32Array(patterns.length + 1),
    bits: new Int32Array(2 ** (bitLog - 5)),
    bitShift: 32 - bitLog,
    heads: new Int32Array(2 ** headLog).fill(-1),
    headShift: 32 - headLog,
    next: new Int32Array(size).fill(-1),
    left: new Uint8Array(size),
  };
  let at = 0;
  patterns.forEach((pattern, number) => {
    const { bytes } = pattern;
    const every = everyOf(pattern, width);
    table.starts[number] = at;
    table.text.set(bytes, at);
    for (let gram = 0; gram + width <= bytes.length; gram++)
      if ((gram >> 2) % every === 0) enter(table, at + gram, width);
    at += bytes.length;
  });
  table.starts[patterns.length] = at;
  return table;
}

/**
 * Of how many words in a row the grams of one suffice, where grams of 8 bytes begin at every word of a text: a
 * match of `least` bytes holds so many of them.
 */
function everyOf({ least }: Pattern, width: number): number {
  return width < 8 ? 1 : Math.max(1, Math.min(MOST_SPARSE, (least - 7) >> 2));
}

/** Whether a gram of 8 bytes may have been entered: both of its bits are set. Few others' are by chance. */
export function mayHold(word: number, bit: number, hash: number): number {
  return (word >>> bit) & (word >>> hash) & 1;
}

function enter(table: Table, place: number, width: 3 | 4 | 8): void {
  const { text, heads, next, bits } = table;
  const one = wordAt(text, place, width === 3 ? 3 : 4);
  const hash = hashOf(one, width === 8 ? wordAt(text, place + 4, 4) : 0);
  const slot = hash >>> table.headShift;
  let length = 0;
  for (let other = heads[slot] as number; other !== -1; other = next[other] as number) {
    if (++length < MAX_CHAIN) continue;
    table.left[place] = 1;
    return;
  }
  next[place] = heads[slot] as number;
  heads[slot] = place;
  const bit = hash >>> table.bitShift;
  bits[bit >>> 5] = (bits[bit >>> 5] as number) | (1 << bit) | (width === 8 ? 1 << hash : 0);
}

function wordAt(bytes: Uint8Array, at: number, width: number): number {
  let word = 0;
  for (let next = 0; next < width; next++) word |= (bytes[at + next] as number) << (8 * next);
  return word;
}

/** Whether a gram of 8 bytes is one of those that were entered under its hash. */
export function isEntered(
  { text, heads, headShift, next }: Table,
  hash: number,
  one: number,
  other: number,
): boolean {
  for (let place = heads[hash >>> headShift] as number; place !== -1; place = next[place] as number)
    if (wordAt(text, place, 4) === one && wordAt(text, place + 4, 4) === other) return true;
  return false;
}

/** Follows every pattern that may stand at a gram as far as it goes. Returns the end of what was reported. */
export function verify(table: Table, bytes: Uint8Array, at: number, hash: number, onMatch: OnMatch): number {
  const { text, heads, next, starts } = table;
  let done = 0;
  for (let place = heads[hash >>> table.headShift] as number; place !== -1; place = next[place] as number) {
    if (text[place] !== bytes[at] || text[place + 1] !== bytes[at + 1]) continue;
    const number = patternOf(starts, place);
    const first = starts[number] as number;
    const last = starts[number + 1] as number;
    let back = 0;
    while (place - back > first && at > back && text[place - back - 1] === bytes[at - back - 1]) back++;
    let on = 0;
    while (place + on < last && at + on < bytes.length && text[place + on] === bytes[at + on]) on++;
    const pattern = table.patterns[number] as Pattern;
    const from = place - back - first;
    if (back + on - Math.max(0, pattern.open - from) < pattern.least) continue;
    const isWhole = back + on === last - first;
    if (!isWhole && !isTelling(text, place - back, place + on)) continue;
    onMatch(at - back, at + on, pattern);
    done = Math.max(done, at + on - SURE);
  }
  return done;
}

function patternOf(starts: Int32Array, place: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= place) low = middle;
    else high = middle;
  }
  return low;
}
