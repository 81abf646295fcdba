import { alphabetOf, packedRuns, runsOf } from './symbols.ts';
import type { View } from './view.ts';

const ALPHABET = alphabetOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');
Array.from('abcdefghijklmnopqrstuvwxyz').forEach((letter, at) => (ALPHABET[letter.charCodeAt(0)] = at));
const LEAST = 20;

/** Base32 in either case. Its padding ends a run, and runs begin at their first symbol or one of seven after. */
export const base32: View = {
  name: 'base32',
  kind: 'decoding',
  of: (text) => {
    const runs = runsOf(text, ALPHABET, LEAST);
    return runs.ends.length === 0 ? [] : [0, 1, 2, 3, 4, 5, 6, 7].map((phase) => packedRuns(runs, 5, phase));
  },
};
