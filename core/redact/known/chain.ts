import { utf8 } from './bytes.ts';
import { encodedForms } from './forms.ts';
import { leastOf } from './randomness.ts';
import type { Value } from './values.ts';

/** Pieces of one value in their order, each too short to count, with other text between them. */
export type ChainIndex = {
  readonly writings: readonly Writing[];
  readonly scan: (bytes: Uint8Array, onChain: (owner: number) => void) => void;
  /** Every piece in a text that stands alone: where in which writing of a value it begins, and its length. */
  readonly pieces: (bytes: Uint8Array, onPiece: OnPiece) => void;
};

/** `at` and `length` are places in the writing `form` of a value; `end` is a place in the text. */
type OnPiece = (form: number, at: number, length: number, end: number) => void;

/** One way a value is written, and how many bits each of its bytes tells. */
export type Writing = { readonly owner: number; readonly bits: number; readonly bytes: Uint8Array };

const SEED = 4;
/** So many bits have to show in a chain, beyond what the places of its pieces could be by chance. */
const ENOUGH = 36;
/** What a piece costs before it counts: it could be longer or shorter, earlier or later. */
const PIECE_COST = 6;
const MAX_GAP = 600;
const MAX_WRITINGS = 4000;
const MAX_LENGTH = 400;
const KEPT = 6;

type Chain = { at: number; end: number; score: number };

/** Seed and chain: pieces of four and more characters, scored by their bits less those of their places. */
export function makeChainIndex(values: readonly Value[]): ChainIndex {
  const writings = values.flatMap(writingsOf).slice(0, MAX_WRITINGS);
  const seeds = makeSeeds(writings);
  return {
    writings,
    pieces: (bytes, onPiece) => findPieces(seeds, bytes, onPiece),
    scan(bytes, onChain) {
      const open = new Map<number, Chain[]>();
      const told = new Set<number>();
      findPieces(seeds, bytes, (form, at, length, end) => {
        const { owner, bits } = writings[form] as Writing;
        const score = extended(open, form, { at, length, end, gain: length * bits });
        if (score < ENOUGH || told.has(owner)) return;
        told.add(owner);
        onChain(owner);
      });
    },
  };
}

function writingsOf(value: Value, owner: number): Writing[] {
  const text = value.text.slice(value.open);
  if (!value.random || text.length > MAX_LENGTH) return [];
  const bits = Math.min(5.6, 60 / leastOf(text, 60));
  const plain = utf8(text);
  const encoded = encodedForms(text).slice(0, 4);
  return [
    { owner, bits, bytes: plain },
    { owner, bits, bytes: plain.toReversed() },
    ...encoded.map((form) => ({ owner, bits: form.perByte === 2 ? 3.8 : 5.6, bytes: utf8(form.text) })),
  ];
}

/** The best score of a chain that this piece ends: it goes on with one of the last, or begins anew. */
function extended(
  open: Map<number, Chain[]>,
  form: number,
  piece: { at: number; length: number; end: number; gain: number },
): number {
  const chains = (open.get(form) ?? []).filter((chain) => piece.end - chain.end <= MAX_GAP);
  let best = piece.gain - 20;
  for (const chain of chains) {
    const skipped = piece.at - chain.at;
    const gap = piece.end - piece.length - chain.end;
    if (skipped < 0 || gap < 0) continue;
    const cost = PIECE_COST + Math.log2(gap + 2) + 2 * Math.log2(skipped + 2);
    best = Math.max(best, chain.score + piece.gain - cost);
  }
  chains.push({ at: piece.at + piece.length, end: piece.end, score: best });
  chains.sort((left, right) => right.score - left.score);
  open.set(form, chains.slice(0, KEPT));
  return best;
}

type Seeds = {
  readonly writings: readonly Writing[];
  readonly bits: Int32Array;
  readonly shift: number;
  readonly places: ReadonlyMap<number, Int32Array>;
};

/** Of so many bits at least 63 in 64 are clear; as few as that, since a set that fits into the processor's cache is faster. */
function bitLogOf(seeds: number): number {
  return Math.min(22, Math.max(14, 38 - Math.clz32(seeds)));
}

function makeSeeds(writings: readonly Writing[]): Seeds {
  const bitLog = bitLogOf(writings.reduce((sum, { bytes }) => sum + bytes.length, 0));
  const shift = 32 - bitLog;
  const bits = new Int32Array(writings.length === 0 ? 0 : 2 ** (bitLog - 5));
  const lists = new Map<number, number[]>();
  writings.forEach(({ bytes }, form) => {
    for (let at = 0; at + SEED <= bytes.length; at++) {
      const word = wordAt(bytes, at);
      const bit = bitOf(word) >>> shift;
      bits[bit >>> 5] = (bits[bit >>> 5] as number) | (1 << (bit & 31));
      const list = lists.get(word) ?? [];
      if (list.length < 64) list.push(form, at);
      lists.set(word, list);
    }
  });
  const places = new Map([...lists].map(([word, list]) => [word, Int32Array.from(list)]));
  return { writings, bits, shift, places };
}

function bitOf(word: number): number {
  const mixed = Math.imul(word, 0x9e3779b1);
  return mixed ^ (mixed >>> 13);
}

function wordAt(bytes: Uint8Array, at: number): number {
  let word = 0;
  for (let next = 0; next < SEED; next++) word = (word << 8) | (bytes[at + next] as number);
  return word;
}

function findPieces(seeds: Seeds, bytes: Uint8Array, onPiece: OnPiece): void {
  const { writings, places } = seeds;
  if (writings.length === 0) return;
  const last = bytes.length - SEED;
  for (let at = nextSeed(seeds, bytes, 0); at <= last; at = nextSeed(seeds, bytes, at + 1)) {
    const list = places.get(wordAt(bytes, at));
    if (list) extend(writings, bytes, at, list, onPiece);
  }
}

/** Where the next word begins that may be a seed. By itself, see `gram-index`. */
function nextSeed({ bits, shift }: Seeds, bytes: Uint8Array, from: number): number {
  let word = wordAt(bytes, from) >> 8;
  let at = from;
  for (; at + SEED <= bytes.length; at++) {
    word = (word << 8) | (bytes[at + SEED - 1] as number);
    const bit = bitOf(word) >>> shift;
    if (((bits[bit >>> 5] as number) & (1 << (bit & 31))) !== 0) break;
  }
  return at;
}

/** Each piece is told once: at its first seed, with all the bytes that follow. */
function extend(
  writings: readonly Writing[],
  bytes: Uint8Array,
  start: number,
  list: Int32Array,
  onPiece: OnPiece,
): void {
  for (let index = 0; index < list.length; index += 2) {
    const form = list[index] as number;
    const at = list[index + 1] as number;
    const pattern = (writings[form] as Writing).bytes;
    if (at > 0 && start > 0 && pattern[at - 1] === bytes[start - 1]) continue;
    let length = SEED;
    while (at + length < pattern.length && pattern[at + length] === bytes[start + length]) length++;
    onPiece(form, at, length, start + length);
  }
}
