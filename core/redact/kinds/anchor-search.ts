import { guardOf, type Guard } from './guard.ts';
import type { Kind } from './kind.ts';

/** One literal text that a kind is found by. */
type Anchor = { readonly kind: Kind; readonly codes: Uint8Array; readonly guard: Guard | null };
/** An anchor whose three characters from `offset` fall into one slot of the table. */
type Entry = { readonly anchor: Anchor; readonly offset: number };

type Tables = {
  /** What three characters say: no anchor holds them, ask what stands after or before them, or compare. */
  readonly three: Uint8Array;
  /** Whether an anchor goes on with this fourth character. */
  readonly after: Uint8Array;
  /** The same of the character before, for those that end with the three. */
  readonly before: Uint8Array;
  readonly entries: (Entry[] | undefined)[];
};

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
export function anchorSearch(kinds: readonly Kind[]): (codes: Uint8Array, visit: Visit) => void {
  const tables = tablesOf(kinds);
  const { three } = tables;
  return (codes, visit) => {
    const last = codes.length - 2;
    let first = codes[0] as number;
    for (let at = 0; at < last; at += 2) {
      const third = codes[at + 2] as number;
      const slot = slotOf(first, codes[at + 1] as number, third);
      const says = three[slot] as number;
      first = third;
      if (says === 0 || !mayStand(tables, codes, at, slot, says)) continue;
      const done = compare(codes, at, tables.entries[slot] ?? [], visit);
      if (done <= at + 4) continue;
      // One before the end: an anchor may begin right there, and it is met at one of two places.
      at = done - 3;
      first = codes[at + 2] as number;
    }
  };
}

function mayStand(tables: Tables, codes: Uint8Array, at: number, slot: number, says: number): boolean {
  if ((says & COMPARE) !== 0) return true;
  const { after, before } = tables;
  const isAfter =
    (says & ASK_AFTER) !== 0 &&
    at + 3 < codes.length &&
    after[slotBeside(slot, codes[at + 3] as number)] === 1;
  return (
    isAfter ||
    ((says & ASK_BEFORE) !== 0 && at > 0 && before[slotBeside(slot, codes[at - 1] as number)] === 1)
  );
}

function compare(codes: Uint8Array, at: number, entries: readonly Entry[], visit: Visit): number {
  let done = 0;
  for (let index = 0; index < entries.length; index++) {
    const { anchor, offset } = entries[index] as Entry;
    const start = at - offset;
    if (start < 0 || !stands(anchor.codes, codes, start)) continue;
    if (anchor.guard === null || anchor.guard(codes, start)) done = Math.max(done, visit(start, anchor.kind));
  }
  return done;
}

function stands(anchor: Uint8Array, codes: Uint8Array, start: number): boolean {
  if (start + anchor.length > codes.length) return false;
  for (let index = 0; index < anchor.length; index++) {
    if (codes[start + index] !== anchor[index]) return false;
  }
  return true;
}

function tablesOf(kinds: readonly Kind[]): Tables {
  const entries: Tables['entries'] = Array.from({ length: SLOTS });
  const tables = {
    three: new Uint8Array(SLOTS),
    after: new Uint8Array(SLOTS),
    before: new Uint8Array(SLOTS),
    entries,
  };
  for (const kind of kinds) for (const text of kind.anchors) add(tables, kind, text);
  for (const slot of entries)
    slot?.sort((left, right) => right.anchor.codes.length - left.anchor.codes.length);
  return tables;
}

function add(tables: Tables, kind: Kind, text: string): void {
  if (text.length < 3) throw new RangeError(`the anchor ${text} of ${kind.name} is too short`);
  const codes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const anchor = { kind, codes, guard: guardOf(kind, text) };
  const offset = rarestPlace(text);
  const neighbour = { anchor, offset: offset + 1 };
  fill(tables, text.slice(offset, offset + 3), text[offset + 3], { anchor, offset });
  const three = text.slice(offset + 1, offset + 4);
  // What follows an anchor of three characters is part of the token.
  const ends = three.length === 3 ? [''] : Array.from(/\w/.test(text) ? TOKEN : PRINTABLE);
  for (const end of ends) fill(tables, `${three}${end}`, text[offset + 4], neighbour);
}

/** Enters three characters, and the fourth where the anchor has one, or else the one before them. */
function fill(
  { three, after, before, entries }: Tables,
  characters: string,
  fourth: string | undefined,
  entry: Entry,
): void {
  const slot = slotOf(characters.charCodeAt(0), characters.charCodeAt(1), characters.charCodeAt(2));
  const { anchor, offset } = entry;
  if (fourth !== undefined) after[slotBeside(slot, fourth.charCodeAt(0))] = 1;
  else if (offset > 0) before[slotBeside(slot, anchor.codes[offset - 1] as number)] = 1;
  const ask = fourth !== undefined ? ASK_AFTER : offset > 0 ? ASK_BEFORE : COMPARE;
  three[slot] = (three[slot] as number) | ask;
  const here = (entries[slot] ??= []);
  if (!here.some((one) => one.anchor === anchor && one.offset === offset)) here.push(entry);
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
