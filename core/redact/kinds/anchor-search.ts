import {
  ASK_AFTER,
  ASK_BEFORE,
  COMPARE,
  slotBeside,
  slotOf,
  tablesOf,
  type Entry,
  type Tables,
} from './anchor-tables.ts';
import { CLEAR, guardOf, nothingSeen, obstacle, quietUntil, type Guard, type Seen } from './guard.ts';
import type { Kind } from './kind.ts';
import { NONE } from './need.ts';

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
    let first = codes[0] as number;
    for (let at = 0; at < last; at += 2) {
      const third = codes[at + 2] as number;
      const slot = slotOf(first, codes[at + 1] as number, third);
      const says = three[slot] as number;
      first = third;
      if (says === 0) continue;
      const done = compare(tables, codes, at, slot, says, progress);
      if (done <= at + 4) continue;
      // One before the end: an anchor may begin right there, and it is met at one of two places.
      at = done - 3;
      first = codes[at + 2] as number;
    }
  };
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
    if (left + right !== 0) done = triedAll(groups[left + right] as Entry[], codes, at, progress);
  } else done = triedBoth(groups[left] as Entry[], groups[right] as Entry[], codes, at, progress);
  return here === 0 ? done : Math.max(done, triedAll(groups[here] as Entry[], codes, at, progress));
}

function triedAll(entries: readonly Entry[], codes: Uint8Array, at: number, progress: Progress): number {
  let done = 0;
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] as Entry;
    const end = mayStand(entry, codes, at) ? tried(entry, codes, at, progress) : 0;
    if (end > done) done = end;
  }
  return done;
}

/** Entries of two groups, by their rank. */
function triedBoth(
  some: readonly Entry[],
  others: readonly Entry[],
  codes: Uint8Array,
  at: number,
  progress: Progress,
): number {
  let done = 0;
  let one = 0;
  let other = 0;
  while (one < some.length || other < others.length) {
    const left = some[one];
    const right = others[other];
    const isLeft = right === undefined || (left !== undefined && left.anchor.rank <= right.anchor.rank);
    const entry = (isLeft ? left : right) as Entry;
    const end = mayStand(entry, codes, at) ? tried(entry, codes, at, progress) : 0;
    if (isLeft) one++;
    else other++;
    if (end > done) done = end;
  }
  return done;
}

function mayStand({ offset, first, last, end }: Entry, codes: Uint8Array, at: number): boolean {
  return codes[at - offset] === first && codes[at + end] === last;
}

/** Where one anchor stands so soon behind itself, more of them are to come. */
const CLOSE = 64;
/** What was not worth while is left alone for so many characters. */
const PAUSE = 1024;

/** What costs least comes first: of hostile text hardly anything is left to be visited. */
function tried({ anchor, offset }: Entry, codes: Uint8Array, at: number, progress: Progress): number {
  const start = at - offset;
  const { reached, seen, visit } = progress;
  const { quiet } = anchor;
  if (quiet.turn === seen.turn && start < quiet.until) return 0;
  if (start < (anchor.isPrecise ? reached.precise : reached.named)) return 0;
  if (!stands(anchor.codes, codes, start) || (anchor.isEdged && !isEdge(codes, start))) return 0;
  const { text, kinds } = anchor;
  anchor.guards ??= kinds.map((kind) => guardOf(kind, text));
  let done = 0;
  if (quiet.turn !== seen.turn) quiet.retry = 0;
  const isOneOfMany = quiet.turn === seen.turn && start < quiet.last + CLOSE && start >= quiet.retry;
  let until = isOneOfMany ? NONE : 0;
  for (let index = 0; index < kinds.length; index++) {
    const guard = anchor.guards[index] as Guard | null;
    // What one of them has found is not looked at again.
    const found = guard === null ? CLEAR : obstacle(guard, codes, start, seen);
    if (guard !== null && found !== CLEAR) {
      if (until > 0) until = Math.min(until, quietUntil(guard, found, codes, start, seen.turn));
      continue;
    }
    until = 0;
    if (start < (anchor.isPrecise ? reached.precise : reached.named)) break;
    const end = visit(start, kinds[index] as Kind);
    if (end > done) done = end;
  }
  quiet.turn = seen.turn;
  quiet.last = start;
  quiet.until = until;
  if (isOneOfMany && until <= start) quiet.retry = start + PAUSE;
  return done;
}

const [BACKSLASH, PERCENT, U] = [92, 37, 117];
const ALPHANUMERIC = tableOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
const ESCAPED = tableOf('nrtbf');

/** Whether a word can begin here: after no letter or digit, or after an escape (`\\n`, `%3D`, `\\u003d`). */
function isEdge(codes: Uint8Array, at: number): boolean {
  if (at === 0 || ALPHANUMERIC[codes[at - 1] as number] === 0) return true;
  return (
    (codes[at - 2] === BACKSLASH && ESCAPED[codes[at - 1] as number] === 1) ||
    codes[at - 3] === PERCENT ||
    (codes[at - 6] === BACKSLASH && codes[at - 5] === U)
  );
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

/** From its end: anchors of one vendor begin alike. */
function stands(anchor: Uint8Array, codes: Uint8Array, start: number): boolean {
  let index = anchor.length - 1;
  if (codes[start] !== anchor[0] || start + index >= codes.length) return false;
  while (index >= 0 && codes[start + index] === anchor[index]) index--;
  return index < 0;
}
