import { digitRuns } from './digit-runs.ts';
import { gluedCodes } from './glued-codes.ts';
import { hasNegatives, listed } from './listed.ts';
import type { View } from './view.ts';
import { wideNumbers } from './wide-numbers.ts';

const LEAST = 6;

/** Numbers that are no list of codes as they stand: below zero, wider than a byte, or with others or nothing between. */
export const numberRows: View = {
  name: 'number-rows',
  kind: 'decoding',
  of: (text) => {
    const runs = digitRuns(text, LEAST * 2);
    if (runs === null) return [];
    const lists = [...everyOf(listed(text, runs, 10)), ...wideNumbers(text, runs), ...gluedCodes(text, runs)];
    if (hasNegatives(text, LEAST)) lists.push(listed(text, runs, 10, true));
    return lists.length === 0 ? [] : [{ bytes: apart(lists), starts: [] }];
  },
};

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

/** Lists one after another, a zero behind each. */
function apart(lists: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(lists.reduce((sum, list) => sum + list.length + 1, 0));
  let end = 0;
  for (const list of lists) {
    out.set(list, end);
    end += list.length + 1;
  }
  return out;
}
