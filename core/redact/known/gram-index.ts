import { wordsOf } from './bytes.ts';
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

export type GramIndex = { readonly scan: (bytes: Uint8Array, onMatch: OnMatch) => void };

/** Runs at least this long hold a whole sampled gram: two aligned words, or one of every second word. */
export const SAMPLED = 11;
const SHORTEST = 6;
/** A gram that so many patterns share is public; more entries would only make its verification slow. */
const MAX_CHAIN = 32;

/**
 * Finds patterns and long stretches of them in one pass that looks at aligned words only. `narrow`
 * indexes take grams of 4 bytes from every second word: fastest, for few patterns over many symbols.
 * Others take grams of 8 bytes at every word: for many patterns, or texts of few symbols.
 */
export function makeGramIndex(patterns: readonly Pattern[], narrow = false): GramIndex {
  const long = patterns.filter((pattern) => pattern.least >= SAMPLED);
  const short = patterns.filter((pattern) => pattern.least < SAMPLED && pattern.least >= SHORTEST);
  const scans: Array<GramIndex['scan']> = [];
  if (long.length > 0) scans.push(narrow ? scanNarrow(makeTable(long, 4)) : scanWide(makeTable(long, 8)));
  if (short.length > 0) scans.push(scanShort(makeTable(short, 3)));
  return {
    scan(bytes, onMatch) {
      for (const scan of scans) scan(bytes, onMatch);
    },
  };
}

type Table = {
  readonly patterns: readonly Pattern[];
  /** All patterns after one another; a gram is known by the place of its first byte. */
  readonly text: Uint8Array;
  readonly starts: Int32Array;
  readonly bits: Int32Array;
  readonly bitShift: number;
  readonly heads: Int32Array;
  readonly headShift: number;
  readonly next: Int32Array;
};

const WORD_A = 0x9e3779b1;
const WORD_B = 0x85ebca6b;

function hashOf(one: number, other: number): number {
  const hash = Math.imul(one, WORD_A) ^ Math.imul(other, WORD_B);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
}

function makeTable(patterns: readonly Pattern[], width: 3 | 4 | 8): Table {
  const size = patterns.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const bitLog = Math.min(25, Math.max(14, 36 - Math.clz32(size)));
  const headLog = Math.min(20, Math.max(8, 33 - Math.clz32(size)));
  const table: Table = {
    patterns,
    text: new Uint8Array(size),
    starts: new Int32Array(patterns.length + 1),
    bits: new Int32Array(2 ** (bitLog - 5)),
    bitShift: 32 - bitLog,
    heads: new Int32Array(2 ** headLog).fill(-1),
    headShift: 32 - headLog,
    next: new Int32Array(size).fill(-1),
  };
  let at = 0;
  patterns.forEach(({ bytes }, number) => {
    table.starts[number] = at;
    table.text.set(bytes, at);
    for (let gram = 0; gram + width <= bytes.length; gram++) enter(table, at + gram, width);
    at += bytes.length;
  });
  table.starts[patterns.length] = at;
  return table;
}

function enter(table: Table, place: number, width: 3 | 4 | 8): void {
  const { text, heads, next, bits } = table;
  const one = wordAt(text, place, width === 3 ? 3 : 4);
  const hash = hashOf(one, width === 8 ? wordAt(text, place + 4, 4) : 0);
  const slot = hash >>> table.headShift;
  let length = 0;
  for (let other = heads[slot] as number; other !== -1; other = next[other] as number) {
    if (++length >= MAX_CHAIN) return;
  }
  next[place] = heads[slot] as number;
  heads[slot] = place;
  const bit = hash >>> table.bitShift;
  bits[bit >>> 5] = (bits[bit >>> 5] as number) | (1 << (bit & 31));
}

function wordAt(bytes: Uint8Array, at: number, width: number): number {
  let word = 0;
  for (let next = 0; next < width; next++) word |= (bytes[at + next] as number) << (8 * next);
  return word;
}

function scanNarrow(table: Table): GramIndex['scan'] {
  return (bytes, onMatch) => {
    const { bits, bitShift } = table;
    const words = wordsOf(bytes);
    let done = 0;
    for (let at = 0; at < words.length; at += 2) {
      const mixed = Math.imul(words[at] as number, WORD_A);
      const hash = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
      const bit = hash >>> bitShift;
      if (((bits[bit >>> 5] as number) >>> (bit & 31)) & 1 && at * 4 >= done)
        done = verify(table, bytes, at * 4, hash, onMatch);
    }
  };
}

function scanWide(table: Table): GramIndex['scan'] {
  return (bytes, onMatch) => {
    const { bits, bitShift } = table;
    const words = wordsOf(bytes);
    let done = 0;
    for (let at = 1; at < words.length; at++) {
      const mixed = Math.imul(words[at - 1] as number, WORD_A) ^ Math.imul(words[at] as number, WORD_B);
      const hash = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
      const bit = hash >>> bitShift;
      if (((bits[bit >>> 5] as number) >>> (bit & 31)) & 1 && at * 4 >= done)
        done = verify(table, bytes, at * 4 - 4, hash, onMatch);
    }
  };
}

/** Grams of three bytes at both places in an aligned word: any run of six holds one of them. */
function scanShort(table: Table): GramIndex['scan'] {
  return (bytes, onMatch) => {
    const { bits, bitShift } = table;
    const words = wordsOf(bytes);
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as number;
      for (let shift = 0; shift < 2; shift++) {
        const mixed = Math.imul(shift === 0 ? word & 0xffffff : word >>> 8, WORD_A);
        const hash = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
        const bit = hash >>> bitShift;
        if (((bits[bit >>> 5] as number) >>> (bit & 31)) & 1)
          verify(table, bytes, at * 4 + shift, hash, onMatch);
      }
    }
  };
}

/** Follows every pattern that may stand at a gram as far as it goes. Returns the end of what was reported. */
function verify(table: Table, bytes: Uint8Array, at: number, hash: number, onMatch: OnMatch): number {
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
    done = Math.max(done, at + on - SAMPLED);
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
