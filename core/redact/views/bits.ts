import { keptBytes } from '../known/kept-room.ts';
import { alphabetOf, BREAK, packed, symbolsOf } from './symbols.ts';
import type { Decoded, View } from './view.ts';

const ALPHABET = alphabetOf('01');
const LEAST = 64;
/** A text with one of them in four characters is nothing else. */
const DENSE = 4;
/** So much may stand between two that belong together in another text. */
const GAP = 8;
const PHASES = [0, 1, 2, 3, 4, 5, 6, 7];

/** A long row of ones and zeros, whatever stands between, in bytes of eight bits, either end of them first, or seven. */
export const bits: View = {
  name: 'bits',
  kind: 'decoding',
  of: (text) => {
    const all = symbolsOf(text, ALPHABET);
    if (all.length < LEAST) return [];
    const values = all.length * DENSE < text.length ? inRows(text) : all;
    if (values.length < LEAST) return [];
    const turned = values.toReversed();
    // These are copies: the others stand in rooms that are written over.
    const lowestFirst = PHASES.map((phase) => backwards(packed(turned, 1, phase)));
    const highestFirst = PHASES.map((phase) => packed(values, 1, phase));
    return [...highestFirst, ...lowestFirst, ...PHASES.slice(0, 7).map((phase) => sevens(values, phase))];
  },
};

const roomForRows = keptBytes();

/** The values of all rows of enough symbols that stand close to one another; numbers elsewhere are no part of them. */
function inRows(text: Uint8Array): Uint8Array {
  const out = roomForRows(text.length);
  let end = 0;
  let row = 0;
  let last = 0;
  for (let at = 0; at < text.length; at++) {
    const value = ALPHABET[text[at] as number] as number;
    if (value === BREAK) continue;
    if (at - last > GAP) {
      if (end - row < LEAST) end = row;
      row = end;
    }
    out[end++] = value;
    last = at;
  }
  return out.subarray(0, end - row < LEAST ? row : end);
}

function backwards({ bytes }: Decoded): Decoded {
  return { bytes: bytes.toReversed(), starts: [] };
}

function sevens(values: Uint8Array, phase: number) {
  const bytes = new Uint8Array(Math.floor((values.length - phase) / 7));
  for (let at = 0; at < bytes.length; at++) {
    for (let bit = 0; bit < 7; bit++) {
      bytes[at] = ((bytes[at] as number) << 1) | (values[phase + at * 7 + bit] as number);
    }
  }
  return { bytes, starts: [] };
}
