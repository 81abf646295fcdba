import { digitRuns } from './digit-runs.ts';
import { gluedCodes } from './glued-codes.ts';
import { hasNegatives, listed } from './listed.ts';
import type { Decoded, View } from './view.ts';
import { shifted, wideNumbers } from './wide-numbers.ts';

const LEAST = 6;

/** Numbers that are no list of codes as they stand: below zero, wider than a byte, or with others or nothing between. */
export const numberRows: View = {
  name: 'number-rows',
  kind: 'decoding',
  of: (text) => {
    const runs = digitRuns(text, LEAST * 2);
    if (runs === null) return [];
    const rows = [...wideNumbers(text, runs), ...gluedCodes(text, runs)];
    if (hasNegatives(text, LEAST)) rows.push(...shifted(signed(listed(text, runs, 10, true))));
    return [
      ...apart(rows),
      ...apart(everyOf(listed(text, runs, 10))).map(({ bytes }) => ({ bytes, starts: [] })),
    ];
  },
};

/** Bytes as numbers from -128 to 127. */
function signed(list: Uint8Array): number[] {
  return Array.from(list, (byte) => (byte << 24) >> 24);
}

/** Every second and third of a list, from each of its first on: the others may be places, or parts of a version. */
function everyOf(list: Uint8Array): Uint8Array[] {
  return [2, 3].flatMap((step) =>
    list.length < LEAST * step ? [] : [0, 1, 2].slice(0, step).map((from) => every(list, step, from)),
  );
}

function every(list: Uint8Array, step: number, from: number): Uint8Array {
  const out = new Uint8Array(Math.floor(list.length / step));
  for (let at = 0; at < out.length; at++) out[at] = list[at * step + from] as number;
  return out;
}

/** Lists one after another, a zero behind each but the last. */
function apart(lists: readonly Uint8Array[]): Decoded[] {
  if (lists.length === 0) return [];
  const bytes = new Uint8Array(lists.reduce((sum, list) => sum + list.length + 1, -1));
  const starts: number[] = [];
  let end = 0;
  for (const list of lists) {
    bytes.set(list, end);
    starts.push(end);
    end += list.length + 1;
  }
  return [{ bytes, starts }];
}
