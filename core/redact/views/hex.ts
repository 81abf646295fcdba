import { alphabetOf, packed, packedRuns, runsOf, symbolsOf } from './symbols.ts';
import type { Decoding, View } from './view.ts';

const ALPHABET = alphabetOf('0123456789abcdef');
Array.from('ABCDEF').forEach((digit, at) => (ALPHABET[digit.charCodeAt(0)] = 10 + at));
const LEAST = 12;
const X = 'x'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);
const SPACE = 32;

/** Hexadecimal in one piece. */
export const hex: Decoding = {
  name: 'hex',
  kind: 'decoding',
  of: (text) => {
    const runs = runsOf(text, ALPHABET, LEAST);
    return runs.ends.length === 0 ? [] : [0, 1].map((phase) => packedRuns(runs, 4, phase));
  },
};

/** The same with anything between, `0x` before each number included. */
export const hexSpread: View = {
  name: 'hex-spread',
  kind: 'decoding',
  of: (text) => {
    const values = symbolsOf(withoutPrefixes(text), ALPHABET);
    return values.length < LEAST ? [] : [0, 1].map((phase) => ({ ...packed(values, 4, phase), starts: [] }));
  },
};

function withoutPrefixes(text: Uint8Array): Uint8Array {
  if (text.indexOf(X) === -1) return text;
  const out = text.slice();
  for (let at = 1; at < out.length; at++) {
    if (((out[at] as number) | 32) === X && out[at - 1] === ZERO) out[at - 1] = SPACE;
  }
  return out;
}
