import { headOf, mayFollow } from './guard-head.ts';
import { rowsOf } from './guard-rows.ts';
import { stepsOf, variantsOf, type Step } from './guard-steps.ts';
import type { Kind } from './kind.ts';
import { absentUntil, COMMON, mayCome, needOf, needOfAny, NONE, TELLING, type Need } from './need.ts';
import { hasToEnd, isWalked, longRunUntil } from './walk.ts';

/**
 * What is looked at before the expression of a kind is tried where an anchor begins. To try one costs as much as a hundred
 * characters, and hostile text is full of beginnings that nothing follows. Characters above 255 have the code 0.
 */
export type Guard = {
  /** Rows of steps behind the anchor, one of which has to be walked; none where a sign is enough. */
  readonly rows: readonly Row[];
  /** Whether what all rows need is uncommon. */
  readonly tells: boolean;
  /** For each code the places behind the anchor where it may stand, one bit each: 1 for the first. */
  readonly head: Uint8Array | null;
  /** The length of the anchor. */
  readonly skip: number;
  /** How far behind the beginning of the anchor a sign of assignment may stand, or null. */
  readonly within: number | null;
  /** What has to stand behind that sign. */
  readonly value: Need | null;
  /** What stands directly before the anchor, as far as that can be told without trying. */
  readonly before: Step | null;
};

/** What a match has to walk behind the anchor, and what of it tells most. */
export type Row = {
  readonly steps: readonly Step[];
  readonly need: Need | null;
  /** Whether what is too long is no match. */
  readonly hasToEnd: boolean;
};

/** What was seen of one text, for all guards. */
export type Seen = {
  /** Tells texts apart. */
  readonly turn: number;
  /** Where the first sign of assignment from a place on stands: looked for once, however many names come before it. */
  from: number;
  next: number;
};

let turns = 0;

export function nothingSeen(): Seen {
  turns = (turns + 1) % NONE;
  return { turn: turns, from: 0, next: -1 };
}

export function guardOf(kind: Kind, anchor: string): Guard | null {
  const { assigned } = kind;
  if (assigned === undefined) return rowGuard(kind.expression.source, anchor);
  const within = longestOf(kind.anchors) + assigned.signWithin;
  const value = /[=:,]/.test(anchor)
    ? null
    : needOfAny(variantsOf(assigned.value).map(stepsOf), assigned.valueWithin);
  return { rows: [], tells: true, head: null, skip: 0, within, value, before: null };
}

/** Where the anchor is followed by what the expression says next, as far as that can be told without trying. */
function rowGuard(source: string, anchor: string): Guard | null {
  const told = rowsOf(source, anchor);
  if (told === null) return null;
  const rows = told.rows.map((steps) => rowOf(steps, anchor));
  return {
    rows,
    tells: rows.every(({ need }) => need !== null && need.worth !== COMMON),
    head: headOf(told.rows),
    skip: anchor.length,
    within: null,
    value: null,
    before: told.before,
  };
}

function rowOf(steps: readonly Step[], anchor: string): Row {
  return { steps, need: needOf(steps, anchor, 0), hasToEnd: hasToEnd(steps) };
}

/** Nothing stands in the way of a match; another character follows than may; or something behind it is missing. */
export const [CLEAR, OTHER_HEAD, INCOMPLETE] = [0, 1, 2];

/** What keeps the expression from matching, as far as that can be told without trying. */
export function obstacle(guard: Guard, codes: Uint8Array, anchor: number, seen: Seen): number {
  const { rows, head, skip, within, value, before } = guard;
  if (within !== null) {
    const sign = nextSign(codes, anchor, seen);
    const isClear = sign <= anchor + within && (value === null || mayCome(value, codes, sign + 1, seen.turn));
    return isClear ? CLEAR : INCOMPLETE;
  }
  const at = anchor + skip;
  if (head !== null && !mayFollow(head, codes, at)) return OTHER_HEAD;
  if (before !== null && !endsWith(before, codes, anchor)) return INCOMPLETE;
  for (let index = 0; index < rows.length; index++) {
    const { steps, need } = rows[index] as Row;
    if (need !== null && need.worth === TELLING && !mayCome(need, codes, at, seen.turn)) continue;
    if (isWalked(steps, codes, at, seen.turn)) return CLEAR;
  }
  return INCOMPLETE;
}

/** Up to where no anchor can match, behind one that did not: what it needs does not come before. */
export function quietUntil(
  guard: Guard,
  found: number,
  codes: Uint8Array,
  anchor: number,
  seen: Seen,
): number {
  const { rows, skip, within, value, tells } = guard;
  const { turn } = seen;
  if (within !== null) {
    const sign = nextSign(codes, anchor, seen);
    if (sign > anchor + within) return sign - within;
    return value === null ? 0 : absentUntil(value, codes, sign + 1, turn) - within - 1;
  }
  if (!tells && found !== OTHER_HEAD) {
    const tooLong = tooLongUntil(guard, codes, anchor, turn);
    if (tooLong > anchor) return tooLong;
  }
  let until = NONE;
  for (let index = 0; index < rows.length && until > anchor; index++) {
    const { need } = rows[index] as Row;
    if (need === null) return 0;
    until = Math.min(until, absentUntil(need, codes, anchor + skip, turn) - skip);
  }
  return until;
}

/** Up to where the rest of one long run behind an anchor is longer than may be. */
function tooLongUntil({ rows, skip }: Guard, codes: Uint8Array, anchor: number, turn: number): number {
  const row = rows[0];
  const step = row?.steps[0];
  if (rows.length !== 1 || step === undefined || !row?.hasToEnd) return 0;
  return longRunUntil(step, codes, anchor + skip, turn) - step.most - skip;
}

/** Whether as many characters of a step as it needs stand before a place. */
function endsWith({ holds, least, orEnd }: Step, codes: Uint8Array, end: number): boolean {
  if (orEnd && end === 0) return true;
  for (let at = end - 1; at >= end - least; at--)
    if (at < 0 || holds[codes[at] as number] === 0) return false;
  return true;
}

const longestOf = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));

const SIGNS = new Uint8Array(256);
for (const sign of '=:,') SIGNS[sign.charCodeAt(0)] = 1;

/** Where the next sign of assignment stands, or NONE. */
function nextSign(codes: Uint8Array, anchor: number, seen: Seen): number {
  // Anchors come in order, but for as many characters as the longest has.
  for (let at = anchor; at < seen.from; at++) if (SIGNS[codes[at] as number] === 1) return at;
  if (seen.next < anchor) {
    seen.from = anchor;
    seen.next = signFrom(codes, anchor);
  }
  return seen.next;
}

function signFrom(codes: Uint8Array, from: number): number {
  for (let at = from; at < codes.length; at++) if (SIGNS[codes[at] as number] === 1) return at;
  return NONE;
}
