import { wordsOf } from './bytes.ts';
import { deltaOnce, sumDeltaOfWords, xorDeltaOfWords } from './lenses.ts';
import { widestStep } from './word-step.ts';
import {
  hashOf,
  isEntered,
  makeTable,
  mayHold,
  SAMPLED,
  verify,
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

/*
 * Of each scan the loop that finds the next gram that may have been entered stands by itself: with a call in it, it would
 * ask at each word anew where its arrays are, which takes as long again.
 */

function scanNarrow(table: Table): GramIndex['scan'] {
  const step = widestStep(table);
  return (bytes, onMatch) => {
    const words = wordsOf(bytes);
    let done = 0;
    for (let at = nextNarrow(table, words, step, 0); at < words.length;) {
      if (at * 4 >= done) done = verify(table, bytes, at * 4, hashOf(words[at] as number, 0), onMatch);
      at = nextNarrow(table, words, step, at + step);
    }
  };
}

function nextNarrow(table: Table, words: Int32Array, step: number, from: number): number {
  let at = from;
  while (at < words.length && !mayBegin(table, hashOf(words[at] as number, 0))) at += step;
  return at;
}

function scanWide(table: Table): GramIndex['scan'] {
  return (bytes, onMatch) => {
    const words = wordsOf(bytes);
    let done = 0;
    for (let at = nextWide(table, words, 1); at < words.length; at = nextWide(table, words, at + 1)) {
      const hash = hashOf(words[at - 1] as number, words[at] as number);
      if (at * 4 >= done) done = verify(table, bytes, at * 4 - 4, hash, onMatch);
    }
  };
}

/** The place of the second word of the gram. */
function nextWide({ bits, bitShift }: Table, words: Int32Array, from: number): number {
  let at = from;
  for (; at < words.length; at++) {
    const hash = hashOf(words[at - 1] as number, words[at] as number);
    const bit = hash >>> bitShift;
    if (mayHold(bits[bit >>> 5] as number, bit, hash)) break;
  }
  return at;
}

function scanDeltas(table: Table, delta: Delta): GramIndex['scan'] {
  return (bytes, onMatch) => {
    const text: Deltas = {
      words: wordsOf(bytes),
      last: (bytes.length - 1) >> 2,
      end: bytes[bytes.length & ~3] ?? 0,
      isSum: delta === 'sum',
    };
    let seen: Uint8Array | null = null;
    let done = 0;
    for (let at = nextDelta(table, text, 1); at < text.last; at = nextDelta(table, text, at + 1)) {
      const [one, other] = [deltaAt(text, at - 1), deltaAt(text, at)];
      const hash = hashOf(one, other);
      // Most are not, and then nobody needs all differences.
      if (at * 4 >= done && isEntered(table, hash, one, other))
        done = verify(table, (seen ??= deltaOnce(bytes, delta)), at * 4 - 4, hash, onMatch);
    }
  };
}

/** The words of a text, how many have differences, and the byte behind the words. */
type Deltas = {
  readonly words: Int32Array;
  readonly last: number;
  readonly end: number;
  readonly isSum: boolean;
};

/** The place of the second word of the gram. */
function nextDelta({ bits, bitShift }: Table, text: Deltas, from: number): number {
  const { words, last, end, isSum } = text;
  if (from >= last) return last;
  let before = deltaAt(text, from - 1);
  let word = words[from] as number;
  let at = from;
  for (; at < last; at++) {
    const next = at + 1 < words.length ? (words[at + 1] as number) : end;
    const following = (word >>> 8) | (next << 24);
    // Called through a variable, neither of the two would be made part of this loop: five times slower.
    const here = isSum ? sumDeltaOfWords(word, following) : xorDeltaOfWords(word, following);
    word = next;
    const hash = hashOf(before, here);
    before = here;
    const bit = hash >>> bitShift;
    if (mayHold(bits[bit >>> 5] as number, bit, hash)) break;
  }
  return at;
}

function deltaAt({ words, end, isSum }: Deltas, at: number): number {
  const word = words[at] as number;
  const next = at + 1 < words.length ? (words[at + 1] as number) : end;
  const following = (word >>> 8) | (next << 24);
  return isSum ? sumDeltaOfWords(word, following) : xorDeltaOfWords(word, following);
}

/** Grams of three bytes at both places in an aligned word: any run of six holds one of them. */
function scanShort(table: Table): GramIndex['scan'] {
  return (bytes, onMatch) => {
    const words = wordsOf(bytes);
    for (let at = nextShort(table, words, 0); at < words.length; at = nextShort(table, words, at + 1)) {
      const word = words[at] as number;
      for (let shift = 0; shift < 2; shift++) {
        const hash = hashOf(shift === 0 ? word & 0xffffff : word >>> 8, 0);
        if (mayBegin(table, hash)) verify(table, bytes, at * 4 + shift, hash, onMatch);
      }
    }
  };
}

/** The next word with a gram at one of its places. */
function nextShort(table: Table, words: Int32Array, from: number): number {
  let at = from;
  for (; at < words.length; at++) {
    const word = words[at] as number;
    if (mayBegin(table, hashOf(word & 0xffffff, 0)) | mayBegin(table, hashOf(word >>> 8, 0))) break;
  }
  return at;
}

function mayBegin({ bits, bitShift }: Table, hash: number): number {
  const bit = hash >>> bitShift;
  return ((bits[bit >>> 5] as number) >>> bit) & 1;
}
