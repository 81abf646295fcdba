import type { Step } from './guard-steps.ts';

/** So many characters of one class in a row, somewhere behind a place: what is hard to come by in hostile text. */
export type Need = {
  readonly holds: Uint8Array;
  readonly least: number;
  /** Where the row may begin: so many characters behind the place. */
  readonly first: number;
  readonly last: number;
  /**
   * Where such a row was looked for in a text, told by its turn: none begins from `from` on before `next`, and one does
   * at `next` when that is sure.
   */
  readonly seen: { turn: number; from: number; next: number; isSure: boolean };
};

/** No place in a text. */
export const NONE = 2 ** 30 - 1;

/** Fewer characters in a row say little. */
const TELLING = 8;

/** The longest row of characters that steps ask for, or a single one that the anchor itself does not have; or null. */
export function needOf(steps: readonly Step[], anchor: string, slack: number): Need | null {
  let best: Need | null = null;
  let [first, last] = [0, slack];
  for (const { holds, least, most, orEnd } of steps) {
    const isTelling = least >= TELLING || (least > 0 && isStranger(holds, anchor));
    if (isTelling && !orEnd && least > (best?.least ?? 0))
      best = { holds, least, first, last, seen: { turn: -1, from: 0, next: 0, isSure: false } };
    first += least;
    last += most;
  }
  return best;
}

/** Whether a class has one character, which is none of an anchor's. */
function isStranger(holds: Uint8Array, anchor: string): boolean {
  const code = holds.indexOf(1);
  return holds.indexOf(1, code + 1) === -1 && !anchor.includes(String.fromCharCode(code));
}

/** So much further than it has to is looked where anchors stand so close to each other. */
const AHEAD = 512;
const CLOSE = 64;

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

/** Up to which place what is needed does not stand behind any, as far as it was looked for. */
export function absentUntil({ last, seen }: Need, turn: number): number {
  return seen.turn === turn ? seen.next - last : 0;
}

/**
 * Looks for the first row that begins from `from` to `limit`; what stands before `known` belongs to the
 * class. From the end of each row to its beginning: most of a text is never looked at, and nothing more than twice.
 */
function look(
  { holds, least, seen }: Need,
  codes: Uint8Array,
  from: number,
  known: number,
  limit: number,
): void {
  if (least === 1) return lookForOne(holds.indexOf(1), seen, codes, from, limit);
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
