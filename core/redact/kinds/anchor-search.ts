import { guardOf, type Guard, type Signs } from './guard.ts';
import type { Kind } from './kind.ts';

/** One literal text that a kind is found by. */
type Anchor = {
  readonly kind: Kind;
  /** Its place among all anchors, of which the longest is the first. */
  readonly rank: number;
  readonly isPrecise: boolean;
  readonly isEdged: boolean;
  readonly codes: Uint8Array;
  readonly guard: Guard;
};
/** An anchor whose three characters from `offset` fall into one slot of the table. */
type Entry = { readonly anchor: Anchor; readonly offset: number };

/** Which group of entries a hash leads to; 0 is none. */
type Groups = Uint16Array;

type Tables = {
  /** What three characters say: no anchor holds them, ask what stands after or before them, or compare. */
  readonly three: Uint8Array;
  /** Anchors that go on with this fourth character. */
  readonly after: Groups;
  /** The same of the character before, for those that end with the three. */
  readonly before: Groups;
  /** Anchors of no more than the three. */
  readonly alone: Groups;
  readonly groups: Entry[][];
};

/** What one search has come to. */
type Progress = { readonly reached: Reached; readonly signs: Signs; readonly visit: Visit };

/** Up to where each confidence has already found something: nothing is looked at twice. */
export type Reached = { precise: number; named: number };

/** Told of an anchor; answers up to where the text needs no further look, or 0. */
export type Visit = (start: number, kind: Kind) => number;

const SLOTS = 1 << 16;
const [ASK_AFTER, ASK_BEFORE, COMPARE] = [1, 2, 4];
const TOKEN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const PRINTABLE = `${TOKEN}!"#$%&'()*+,./:;<=>?@[\\]^\`{|}~`;
/** Of these ordinary text has many: the fewer of them in a part of an anchor, the rarer it is. */
const COMMON = /[a-z]/g;

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
    const progress = { reached, signs: { from: 0, next: -1 }, visit };
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
  if (left !== 0 && right === 0) done = triedAll(groups[left] as Entry[], codes, at, progress);
  else if (right !== 0)
    done = triedBoth(groups[left] as Entry[], groups[right] as Entry[], codes, at, progress);
  return here === 0 ? done : Math.max(done, triedAll(groups[here] as Entry[], codes, at, progress));
}

function triedAll(entries: readonly Entry[], codes: Uint8Array, at: number, progress: Progress): number {
  let done = 0;
  for (let index = 0; index < entries.length; index++) {
    const end = tried(entries[index] as Entry, codes, at, progress);
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
    const end = tried((isLeft ? left : right) as Entry, codes, at, progress);
    if (isLeft) one++;
    else other++;
    if (end > done) done = end;
  }
  return done;
}

/** What costs least comes first: of hostile text hardly anything is left to be visited. */
function tried({ anchor, offset }: Entry, codes: Uint8Array, at: number, progress: Progress): number {
  const start = at - offset;
  const { reached, signs, visit } = progress;
  if (start < (anchor.isPrecise ? reached.precise : reached.named)) return 0;
  if (!stands(anchor.codes, codes, start) || (anchor.isEdged && !isEdge(codes, start))) return 0;
  return anchor.guard(codes, start, signs) ? visit(start, anchor.kind) : 0;
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

function stands(anchor: Uint8Array, codes: Uint8Array, start: number): boolean {
  if (start + anchor.length > codes.length) return false;
  for (let index = 0; index < anchor.length; index++) {
    if (codes[start + index] !== anchor[index]) return false;
  }
  return true;
}

function tablesOf(kinds: readonly Kind[]): Tables {
  const tables = {
    three: new Uint8Array(SLOTS),
    after: new Uint16Array(SLOTS),
    before: new Uint16Array(SLOTS),
    alone: new Uint16Array(SLOTS),
    groups: [[]] as Entry[][],
  };
  const anchors = kinds.flatMap((kind) => kind.anchors.map((text) => ({ kind, text })));
  anchors.sort((left, right) => right.text.length - left.text.length);
  for (const [rank, { kind, text }] of anchors.entries()) add(tables, anchorOf(kind, text, rank), text);
  return tables;
}

function anchorOf(kind: Kind, text: string, rank: number): Anchor {
  if (text.length < 3) throw new RangeError(`the anchor ${text} of ${kind.name} is too short`);
  return {
    kind,
    rank,
    isPrecise: kind.confidence === 'precise',
    isEdged: kind.edge === true,
    codes: Uint8Array.from(text, (character) => character.charCodeAt(0)),
    guard: guardOf(kind, text),
  };
}

function add(tables: Tables, anchor: Anchor, text: string): void {
  const offset = rarestPlace(text);
  const neighbour = { anchor, offset: offset + 1 };
  fill(tables, text.slice(offset, offset + 3), text[offset + 3], { anchor, offset });
  const three = text.slice(offset + 1, offset + 4);
  // What follows an anchor of three characters is part of the token.
  const ends = three.length === 3 ? [''] : Array.from(/\w/.test(text) ? TOKEN : PRINTABLE);
  for (const end of ends) fill(tables, `${three}${end}`, text[offset + 4], neighbour);
}

/** Enters three characters, and the fourth where the anchor has one, or else the one before them. */
function fill(tables: Tables, characters: string, fourth: string | undefined, entry: Entry): void {
  const slot = slotOf(characters.charCodeAt(0), characters.charCodeAt(1), characters.charCodeAt(2));
  const { anchor, offset } = entry;
  const says = fourth !== undefined ? ASK_AFTER : offset > 0 ? ASK_BEFORE : COMPARE;
  tables.three[slot] = (tables.three[slot] as number) | says;
  if (says === ASK_AFTER) enter(tables, tables.after, slotBeside(slot, fourth?.charCodeAt(0) ?? 0), entry);
  else if (says === COMPARE) enter(tables, tables.alone, slot, entry);
  else enter(tables, tables.before, slotBeside(slot, anchor.codes[offset - 1] as number), entry);
}

function enter({ groups }: Tables, of: Groups, slot: number, entry: Entry): void {
  if (of[slot] === 0) of[slot] = groups.push([]) - 1;
  const group = groups[of[slot] as number] as Entry[];
  if (!group.some((one) => one.anchor === entry.anchor && one.offset === entry.offset)) group.push(entry);
}

/** The place in an anchor whose five characters, or as many as it has, are least like a word. */
function rarestPlace(text: string): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at + 5 <= text.length; at++) {
    const common = text.slice(at, at + 5).match(COMMON)?.length ?? 0;
    if (common < least) [best, least] = [at, common];
  }
  return best;
}

function slotOf(first: number, second: number, third: number): number {
  return Math.imul((first << 14) ^ (second << 7) ^ third, 0x9e3779b1) >>> 16;
}

function slotBeside(slot: number, fourth: number): number {
  return (slot ^ Math.imul(fourth, 0x85eb)) & (SLOTS - 1);
}
