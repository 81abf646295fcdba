import type { DigitRuns } from './digit-runs.ts';
import { gluedCodes } from './glued-codes.ts';
import { hasNegatives, listed } from './listed.ts';
import type { Decoded } from './view.ts';
import { shifted, wideNumbers } from './wide-numbers.ts';

const LEAST = 6;
/** No text, and no zero as UTF-16 has them. */
const BETWEEN = 1;

/**
 * Numbers that are no list of codes as they stand: below zero, wider than a byte, with others between, or with nothing
 * between. `list`: the numbers of base 10 that are one byte. Nothing is told of where a row begins, so what a row of
 * such numbers compresses must have a mark.
 */
export function numberRows(text: Uint8Array, runs: DigitRuns, list: Uint8Array): Decoded[] {
  const rows = [...wideNumbers(text, runs), ...gluedCodes(text, runs)];
  if (hasNegatives(text, LEAST)) rows.push(...shifted(signed(listed(text, runs, 10, true))));
  if (list.length >= LEAST * 2) rows.push(everySecondAndThird(list));
  return rows.length === 0 ? [] : [{ bytes: apart(rows), starts: [] }];
}

/** Bytes as numbers from -128 to 127. */
function signed(list: Uint8Array): number[] {
  return Array.from(list, (byte) => (byte << 24) >> 24);
}

/**
 * Every second and every third of a list, from each of its first on, one after another: the others may be places, or
 * parts of a version.
 */
function everySecondAndThird(list: Uint8Array): Uint8Array {
  const out = new Uint8Array(list.length * 2 + 5);
  let end = 0;
  for (const step of [2, 3]) {
    for (let from = 0; from < step; from++) {
      for (let at = from; at < list.length; at += step) out[end++] = (list[at] as number) || BETWEEN;
      out[end++] = BETWEEN;
    }
  }
  return out;
}

/** Lists one after another, a byte that is no text behind each. */
function apart(lists: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(lists.reduce((sum, list) => sum + list.length + 1, 0)).fill(BETWEEN);
  let end = 0;
  for (const list of lists) {
    out.set(list, end);
    end += list.length + 1;
  }
  return out;
}
