import { alphabetOf, packed, packedRuns, runsOf, symbolsOf } from './symbols.ts';
import type { Decoding, View } from './view.ts';

const ALPHABET = alphabetOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
ALPHABET['-'.charCodeAt(0)] = 62;
ALPHABET['_'.charCodeAt(0)] = 63;
const LEAST = 12;

/** Base64 and base64url in one piece, at any alignment: whatever precedes, one of four phases meets it. */
export const base64: Decoding = {
  name: 'base64',
  kind: 'decoding',
  of: (text) => {
    const runs = runsOf(text, ALPHABET, LEAST);
    return runs.ends.length === 0 ? [] : [0, 1, 2, 3].map((phase) => packedRuns(runs, 6, phase));
  },
};

/** The same wrapped, spaced or with anything between: all symbols of the text as one run. */
export const base64Spread: View = {
  name: 'base64-spread',
  kind: 'decoding',
  of: (text) => {
    const values = symbolsOf(text, ALPHABET);
    return values.length < LEAST
      ? []
      : [0, 1, 2, 3].map((phase) => ({ ...packed(values, 6, phase), starts: [] }));
  },
};
