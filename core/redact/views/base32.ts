import { alphabetOf, BREAK, packedRuns, runsOf } from './symbols.ts';
import type { View } from './view.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const USUAL = eitherCase(`${LETTERS}234567`);
/** In the order of their codes, as DNSSEC and `basenc --base32hex` write them. */
const ORDERED = eitherCase(`0123456789${LETTERS.slice(0, 22)}`);
const LEAST = 20;
const PHASES = [0, 1, 2, 3, 4, 5, 6, 7];
/** What `g` stands for in the second. */
const BEYOND_HEX = 16;

function eitherCase(symbols: string): Uint8Array {
  const table = alphabetOf(symbols);
  Array.from(symbols).forEach((symbol, at) => (table[symbol.toLowerCase().charCodeAt(0)] = at));
  return table;
}

/** Base32 in either case. Its padding ends a run, and runs begin at their first symbol or one of seven after. */
export const base32: View = {
  name: 'base32',
  kind: 'decoding',
  of: (text) => {
    const runs = runsOf(text, USUAL, LEAST);
    return runs.ends.length === 0 ? [] : PHASES.map((phase) => packedRuns(runs, 5, phase));
  },
};

/**
 * The same with the other alphabet, of texts that have more than numbers of base 16 in it. Many names are made of it
 * that are no data: to try whether each is compressed takes longer than all else, so only a mark tells.
 */
export const base32hex: View = {
  name: 'base32hex',
  kind: 'decoding',
  of: (text) => {
    const runs = runsOf(text, ORDERED, LEAST);
    return runs.values.some((value) => value >= BEYOND_HEX && value !== BREAK)
      ? PHASES.map((phase) => ({ bytes: packedRuns(runs, 5, phase).bytes, starts: [] }))
      : [];
  },
};
