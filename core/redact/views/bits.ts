import { alphabetOf, packed, symbolsOf } from './symbols.ts';
import type { View } from './view.ts';

const ALPHABET = alphabetOf('01');
const LEAST = 64;

/** A long row of ones and zeros, whatever stands between, in bytes of eight or seven bits. */
export const bits: View = {
  name: 'bits',
  kind: 'decoding',
  of: (text) => {
    const values = symbolsOf(text, ALPHABET);
    if (values.length < LEAST || values.length * 4 < text.length) return [];
    const eight = [0, 1, 2, 3, 4, 5, 6, 7].map((phase) => packed(values, 1, phase));
    return [...eight, ...[0, 1, 2, 3, 4, 5, 6].map((phase) => sevens(values, phase))];
  },
};

function sevens(values: Uint8Array, phase: number) {
  const bytes = new Uint8Array(Math.floor((values.length - phase) / 7));
  for (let at = 0; at < bytes.length; at++) {
    for (let bit = 0; bit < 7; bit++) {
      bytes[at] = ((bytes[at] as number) << 1) | (values[phase + at * 7 + bit] as number);
    }
  }
  return { bytes, starts: [] };
}
