import { wordsOf } from './bytes.ts';
import { deltaOnce, sumDeltaOfWords, xorDeltaOfWords } from './lenses.ts';
import { widestStep } from './word-step.ts';
import {
  makeTable,
  mayHold,
  SAMPLED,
  verify,
  MIX,
  WORD,
  type OnMatch,
  type Pattern,
  type Table,
} from './gram-table.ts';

export type GramIndex = { readonly scan: (bytes: Uint8Array, onMatch: OnMatch) => void };

const SHORTEST = 6;
/** What a text is looked at as: each byte as its difference from the one before, in one of two ways. */
export type Delta = 'sum' | 'xor';

/** An index for texts seen through a lens, which is only put on where something may be found. */
export function makeDeltaIndex(patterns: readonly Pattern[], delta: Delta): GramIndex {
  const long = patterns.filter((pattern) => pattern.least >= SAMPLED);
  return { scan: long.length === 0 ? () => {} : scanDeltas(makeTable(long, 8), delta) };
}

/**
 * Finds patterns and long stretches of them in one pass that looks at aligned words only. `narrow`
 * indexes take grams of 4 bytes from every second word or fewer: fastest, for few patterns over many symbols.
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

function scanNarrow(table: Table): GramIndex['scan'] {
  const step = widestStep(table);
  return (bytes, onMatch) => {
    const { bits, bitShift } = table;
    const words = wordsOf(bytes);
    let done = 0;
    for (let at = 0; at < words.length; at += step) {
      const mixed = Math.imul(words[at] as number, WORD);
      const hash = Math.imul(mixed ^ (mixed >>> 15), MIX);
      const bit = hash >>> bitShift;
      if (((bits[bit >>> 5] as number) >>> bit) & 1 && at * 4 >= done)
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
      const mixed = (Math.imul(words[at - 1] as number, WORD) + (words[at] as number)) | 0;
      const hash = Math.imul(mixed ^ (mixed >>> 15), MIX);
      const bit = hash >>> bitShift;
      if (mayHold(bits[bit >>> 5] as number, bit, hash) && at * 4 >= done)
        done = verify(table, bytes, at * 4 - 4, hash, onMatch);
    }
  };
}

function scanDeltas(table: Table, delta: Delta): GramIndex['scan'] {
  const isSum = delta === 'sum';
  return (bytes, onMatch) => {
    const { bits, bitShift } = table;
    const words = wordsOf(bytes);
    const last = (bytes.length - 1) >> 2;
    let seen: Uint8Array | null = null;
    let done = 0;
    let before = 0;
    let word = words[0] as number;
    for (let at = 0; at < last; at++) {
      const next = at + 1 < words.length ? (words[at + 1] as number) : (bytes[at * 4 + 4] as number);
      const following = (word >>> 8) | (next << 24);
      // Called through a variable, neither of the two would be made part of this loop: five times slower.
      const here = isSum ? sumDeltaOfWords(word, following) : xorDeltaOfWords(word, following);
      word = next;
      const mixed = (Math.imul(before, WORD) + here) | 0;
      before = here;
      const hash = Math.imul(mixed ^ (mixed >>> 15), MIX);
      const bit = hash >>> bitShift;
      if (mayHold(bits[bit >>> 5] as number, bit, hash) && at > 0 && at * 4 >= done)
        done = verify(table, (seen ??= deltaOnce(bytes, delta)), at * 4 - 4, hash, onMatch);
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
        const mixed = Math.imul(shift === 0 ? word & 0xffffff : word >>> 8, WORD);
        const hash = Math.imul(mixed ^ (mixed >>> 15), MIX);
        const bit = hash >>> bitShift;
        if (((bits[bit >>> 5] as number) >>> bit) & 1) verify(table, bytes, at * 4 + shift, hash, onMatch);
      }
    }
  };
}
