import {
  ASK_AFTER,
  ASK_BEFORE,
  COMPARE,
  slotBeside,
  slotOf,
  tablesOf,
  type Anchor,
  type Entry,
  type Tables,
} from './anchor-tables.ts';
import { entriesAt, type Group } from './entry-groups.ts';
import { CLEAR, guardOf, nothingSeen, obstacle, quietUntil, type Guard, type Seen } from './guard.ts';
import { isEdge } from './edge.ts';
import type { Kind } from './kind.ts';
import { CLOSE, NONE } from './need.ts';
import { siftOf } from './sift.ts';

/** What one search has come to. */
type Progress = { readonly reached: Reached; readonly seen: Seen; readonly visit: Visit };

/** Up to where each confidence has already found something: nothing is looked at twice. */
export type Reached = { precise: number; named: number };

/** Told of an anchor; answers up to where the text needs no further look, or 0. */
export type Visit = (start: number, kind: Kind) => number;

/**
 * A search for the anchors of all kinds in one pass over the codes of a text's characters, 0 for those above 255. It looks
 * at every second place only, at three characters and then at the fourth: every anchor has two neighbouring places in
 * the tables, so one of them is looked at. What the tables let through is compared with the anchor itself.
 */
export function anchorSearch(
  kinds: readonly Kind[],
): (codes: Uint8Array, reached: Reached, visit: Visit) => void {
  const tables = tablesOf(kinds);
  const { three } = tables;
  return (codes, reached, visit) => {
    const progress = { reached, seen: nothingSeen(), visit };
    const last = codes.length - 2;
    for (let at = 0; at < last;) {
      const slot = slotOf(codes[at] as number, codes[at + 1] as number, codes[at + 2] as number);
      const says = three[slot] as number;
      // Where anchors stand in a row the next place asks for a look, too, which costs less than a call that finds it.
      if (says === 0) {
        at = nextAsked(three, codes, at + 2);
        continue;
      }
      const done = compare(tables, codes, at, slot, says, progress);
      // One before the end: an anchor may begin right there, and it is met at one of two places.
      at = done <= at + 4 ? at + 2 : done - 1;
    }
  };
}

/** Where three characters next ask for a look. By itself, see `gram-index`. */
function nextAsked(three: Uint8Array, codes: Uint8Array, from: number): number {
  const last = codes.length - 2;
  let first = codes[from] as number;
  let at = from;
  for (; at < last; at += 2) {
    const third = codes[at + 2] as number;
    if (three[slotOf(first, codes[at + 1] as number, third)] !== 0) break;
    first = third;
  }
  return at;
}

/** Looks at what may stand here, the longest first: it names what is found. */
function compare(
  { after, before, alone, groups }: Tables,
  codes: Uint8Array,
  at: number,
  slot: number,
  says: number,
  progress: Progress,
): number {
  const asksAfter = (says & ASK_AFTER) !== 0 && at + 3 < codes.length;
  const asksBefore = (says & ASK_BEFORE) !== 0 && at > 0;
  const left = asksAfter ? (after[slotBeside(slot, codes[at + 3] as number)] as number) : 0;
  const right = asksBefore ? (before[slotBeside(slot, codes[at - 1] as number)] as number) : 0;
  const here = (says & COMPARE) !== 0 ? (alone[slot] as number) : 0;
  let done = 0;
  if (left === 0 || right === 0) {
    if (left + right !== 0) done = triedAll(groups[left + right] as Group<Entry>, codes, at, progress);
  } else done = triedBoth(groups[left] as Group<Entry>, groups[right] as Group<Entry>, codes, at, progress);
  return here === 0 ? done : Math.max(done, triedAll(groups[here] as Group<Entry>, codes, at, progress));
}

function triedAll(group: Group<Entry>, codes: Uint8Array, at: number, progress: Progress): number {
  const entries = entriesAt(group, codes, at);
  let done = 0;
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] as Entry;
    if (isQuiet(entry, at, progress) || !mayStand(entry, codes, at)) continue;
    const end = tried(entry.anchor, codes, at - entry.offset, progress);
    if (end > done) done = end;
  }
  return done;
}

/** Entries of two groups, by their rank. */
function triedBoth(
  afterwards: Group<Entry>,
  beforehand: Group<Entry>,
  codes: Uint8Array,
  at: number,
  progress: Progress,
): number {
  const some = entriesAt(afterwards, codes, at);
  const others = entriesAt(beforehand, codes, at);
  let done = 0;
  let one = 0;
  let other = 0;
  while (one < some.length || other < others.length) {
    const left = some[one];
    const right = others[other];
    const isLeft = right === undefined || (left !== undefined && left.anchor.rank <= right.anchor.rank);
    const entry = (isLeft ? left : right) as Entry;
    const isLeftAlone = isQuiet(entry, at, progress) || !mayStand(entry, codes, at);
    const end = isLeftAlone ? 0 : tried(entry.anchor, codes, at - entry.offset, progress);
    if (isLeft) one++;
    else other++;
    if (end > done) done = end;
  }
  return done;
}

function isQuiet({ anchor, offset }: Entry, at: number, { seen }: Progress): boolean {
  return anchor.quietUntil > at - offset && anchor.turn === seen.turn;
}

/** What costs least comes first: of hostile text hardly anything is left to be looked at. */
function mayStand({ anchor, offset, first, last, end }: Entry, codes: Uint8Array, at: number): boolean {
  if (codes[at - offset] !== first || codes[at + end] !== last) return false;
  const { before, behind } = anchor.sift;
  if (anchor.isEdged && !isEdge(codes, at - offset)) return false;
  const left = at - offset - 1;
  const right = at + end + 1;
  return (
    (right >= codes.length || behind[codes[right] as number] === 1) &&
    (left < 0 || before[codes[left] as number] === 1)
  );
}

/** What was not worth while is left alone for so many characters. */
const PAUSE = 1024;
/** It is worth while where so many anchors in a row need no look. */
const WORTH = 3;

function tried(anchor: Anchor, codes: Uint8Array, start: number, progress: Progress): number {
  const { reached, seen, visit } = progress;
  if (start < (anchor.isPrecise ? reached.precise : reached.named)) return 0;
  if (!stands(anchor.codes, codes, start)) return 0;
  const { kinds } = anchor;
  const guards = anchor.guards ?? guarded(anchor);
  let done = 0;
  const isSeen = anchor.turn === seen.turn;
  const isOneOfMany = isSeen && start < anchor.last + CLOSE && start >= anchor.retry;
  let until = isOneOfMany ? NONE : 0;
  for (let index = 0; index < kinds.length; index++) {
    const guard = guards[index] as Guard | null;
    // What one of them has found is not looked at again.
    const found = guard === null ? CLEAR : obstacle(guard, codes, start, seen);
    if (guard !== null && found !== CLEAR) {
      if (until > 0) until = Math.min(until, quietUntil(guard, found, codes, start, seen));
      continue;
    }
    until = 0;
    if (start < (anchor.isPrecise ? reached.precise : reached.named)) break;
    const end = visit(start, kinds[index] as Kind);
    if (end > done) done = end;
  }
  const isWorth = !isOneOfMany || until - start > WORTH * (start - anchor.last);
  if (!isWorth) anchor.retry = start + PAUSE;
  else if (!isSeen) anchor.retry = 0;
  anchor.turn = seen.turn;
  anchor.last = start;
  anchor.quietUntil = until;
  return done;
}

/** The guards of an anchor, which are made when it is first seen. */
function guarded(anchor: Anchor): readonly (Guard | null)[] {
  const { text, kinds } = anchor;
  const guards = kinds.map((kind) => guardOf(kind, text));
  anchor.guards = guards;
  anchor.sift = siftOf(guards);
  return guards;
}

/** Whether an anchor whose first and last characters stand there does: from its end, since those of one vendor begin alike. */
function stands(anchor: Uint8Array, codes: Uint8Array, start: number): boolean {
  let index = anchor.length - 2;
  while (index > 0 && codes[start + index] === anchor[index]) index--;
  return index <= 0;
}
