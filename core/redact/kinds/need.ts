import type { Step } from './guard-steps.ts';

/** So many characters of one class in a row, somewhere behind a place: what is hard to come by in hostile text. */
export type Need = {
  readonly holds: Uint8Array;
  /** The one character of the class, where a single one is needed that the anchor does not have; or -1. */
  readonly single: number;
  readonly least: number;
  /** How much it tells that it is not there: one of the following. */
  readonly worth: number;
  /** Where the row may begin: so many characters behind the place. */
  readonly first: number;
  readonly last: number;
  /**
   * Where such a row was looked for in a text, told by its turn: none begins from `from` on before `next`, and one does
   * at `next` when that is sure.
   */
  readonly seen: { turn: number; from: number; next: number; isSure: boolean };
};

/**
 * What a row of anchors without anything between could be tells little. What is so short that it costs as much to look for
 * it as to walk the steps tells something of many anchors, more so where its class has no character of the anchor.
 */
export const [COMMON, SHORT, FOREIGN, TELLING] = [0, 1, 2, 3];

/** No place in a text. */
export const NONE = 2 ** 30 - 1;

/** Fewer characters in a row say little. */
const SURE = 5;

/** What tells most of what steps ask for, or null. `slack`: so much further behind it may stand. */
export function needOf(steps: readonly Step[], anchor: string, slack: number): Need | null {
  let best: Need | null = null;
  let [first, last] = [0, slack];
  for (const { holds, least, most, orEnd } of steps) {
    const stranger = least > 0 ? strangerOf(holds, anchor) : -1;
    const worth = worthOf(holds, anchor, least >= SURE || stranger !== -1);
    if (least > 0 && worth !== NOTHING && !orEnd) {
      const single = least === 1 ? stranger : -1;
      const seen = { turn: -1, from: 0, next: 0, isSure: false };
      const need = { holds, single, least, first, last, worth, seen };
      if (best === null || tellsMore(need, best)) best = need;
    }
    first += least;
    last += most;
  }
  return best;
}

const NOTHING = -1;

function worthOf(holds: Uint8Array, anchor: string, isSure: boolean): number {
  const shared = [...anchor].filter((one) => holds[one.charCodeAt(0)] === 1).length;
  if (shared === anchor.length) return isSure ? COMMON : NOTHING;
  if (isSure) return TELLING;
  return shared === 0 ? FOREIGN : SHORT;
}

function tellsMore(one: Need, other: Need): boolean {
  if (one.worth !== other.worth) return one.worth > other.worth;
  // Of single characters the last: what begins like a match has the first, too.
  return one.single === -1 ? one.least > other.least : one.least >= other.least;
}

/** What each of some rows of steps needs: the shortest row of characters, of any class that one of them needs; or null. */
export function needOfAny(rows: readonly (readonly Step[])[], slack: number): Need | null {
  const needs = rows.map((steps) => needOf(steps, '', slack));
  let weakest = needs[0] ?? null;
  for (const need of needs) {
    if (need === null || weakest === null) return null;
    const isSame = need.holds === weakest.holds;
    const holds = isSame ? need.holds : eitherOf(need.holds, weakest.holds);
    const least = Math.min(need.least, weakest.least);
    const [first, last] = [Math.min(need.first, weakest.first), Math.max(need.last, weakest.last)];
    weakest = { ...need, holds, single: isSame && least === 1 ? need.single : -1, least, first, last };
  }
  return weakest;
}

function eitherOf(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((is, code) => is | (other[code] as number));
}

/** The only character of a class, which is none of an anchor's; or -1. */
function strangerOf(holds: Uint8Array, anchor: string): number {
  const code = holds.indexOf(1);
  const isOnly = code !== -1 && holds.indexOf(1, code + 1) === -1;
  return isOnly && !anchor.includes(String.fromCharCode(code)) ? code : -1;
}

/** So much further than it has to is looked where anchors stand so close to each other. */
const AHEAD = 512;
export const CLOSE = 64;

/** False only where what is needed does not stand behind a place. */
export function mayCome(need: Need, codes: Uint8Array, place: number, turn: number): boolean {
  const { seen, first, last } = need;
  const from = place + first;
  const to = place + last;
  if (seen.turn !== turn || from > seen.next) {
    const isSeen = seen.turn === turn;
    const known = isSeen && seen.isSure ? seen.next + need.least : from;
    const limit = isSeen && from < seen.from + CLOSE ? to + AHEAD : to;
    seen.turn = turn;
    seen.from = from;
    look(need, codes, from, Math.min(known, codes.length), limit);
  } else if (from < seen.from) return true;
  else if (!seen.isSure && to >= seen.next) look(need, codes, seen.next, seen.next, to + AHEAD);
  return seen.next <= to;
}

/** Up to which place behind this one what is needed does not stand behind any, as far as that is worth while to know. */
export function absentUntil(need: Need, codes: Uint8Array, place: number, turn: number): number {
  const { seen, first, last } = need;
  mayCome(need, codes, place, turn);
  if (place + first < seen.from) return 0;
  if (!seen.isSure && seen.next <= place + last + CLOSE)
    look(need, codes, seen.next, seen.next, place + last + AHEAD);
  return seen.next - last;
}

/**
 * Looks for the first row that begins from `from` to `limit`; what stands before `known` belongs to the
 * class. From the end of each row to its beginning: most of a text is never looked at, and nothing more than twice.
 */
function look(
  { holds, single, least, seen }: Need,
  codes: Uint8Array,
  from: number,
  known: number,
  limit: number,
): void {
  if (single !== -1) return lookForOne(single, seen, codes, from, limit);
  let start = from;
  let good = known;
  while (start <= limit && start + least <= codes.length) {
    let at = start + least - 1;
    const stop = Math.max(start, good);
    while (at >= stop && holds[codes[at] as number] === 1) at--;
    if (at < stop) {
      seen.next = start;
      seen.isSure = true;
      return;
    }
    good = start + least;
    start = at + 1;
  }
  seen.isSure = start <= limit;
  seen.next = seen.isSure ? NONE : start;
}

function lookForOne(code: number, seen: Need['seen'], codes: Uint8Array, from: number, limit: number): void {
  const end = Math.min(limit + 1, codes.length);
  let at = from;
  while (at < end && codes[at] !== code) at++;
  seen.isSure = at < end || end === codes.length;
  seen.next = at < end || !seen.isSure ? at : NONE;
}
