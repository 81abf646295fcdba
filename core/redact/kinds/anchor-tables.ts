import { groupOf, type Group } from './entry-groups.ts';
import type { Guard } from './guard.ts';
import type { Kind } from './kind.ts';
import { ANYTHING, type Sift } from './sift.ts';

/** One literal text that kinds are found by, which are alike in what may stand before it. */
export type Anchor = {
  readonly text: string;
  /** Its place among all anchors, of which the longest is the first. */
  readonly rank: number;
  readonly isPrecise: boolean;
  readonly isEdged: boolean;
  readonly codes: Uint8Array;
  readonly kinds: readonly Kind[];
  /** One for each kind. Made when the anchor is first seen: there are more than a thousand, and a text holds few. */
  guards: readonly (Guard | null)[] | undefined;
  /** What of them can be told from the two characters beside it. */
  sift: Sift;
  /** The text it was last looked at in, and where. */
  turn: number;
  last: number;
  /** Up to where in that text it needs no further look, and from where on it is worth while to find that out again. */
  quietUntil: number;
  retry: number;
};
/** An anchor whose three characters from `offset` fall into one slot of the table. */
export type Entry = {
  readonly anchor: Anchor;
  readonly offset: number;
  /** Its first and last code, which rule most entries out at once, and how far behind the three the last one stands. */
  readonly first: number;
  readonly last: number;
  readonly end: number;
};

/** Which group of entries a hash leads to; 0 is none. */
type Groups = Uint16Array;

export type Tables = {
  /** What three characters say: no anchor holds them, ask what stands after or before them, or compare. */
  readonly three: Uint8Array;
  /** Anchors that go on with this fourth character. */
  readonly after: Groups;
  /** The same of the character before, for those that end with the three. */
  readonly before: Groups;
  /** Anchors of no more than the three. */
  readonly alone: Groups;
  readonly groups: readonly Group<Entry>[];
};

type Draft = Omit<Tables, 'groups'> & { readonly groups: Entry[][] };

const SLOTS = 1 << 16;
export const [ASK_AFTER, ASK_BEFORE, COMPARE] = [1, 2, 4];
const TOKEN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const PRINTABLE = `${TOKEN}!"#$%&'()*+,./:;<=>?@[\\]^\`{|}~`;
/** Of these ordinary text has many: the fewer of them in a part of an anchor, the rarer it is. */
const COMMON = /[a-z]/g;

/** Enters every anchor of these kinds at two neighbouring places. */
export function tablesOf(kinds: readonly Kind[]): Tables {
  const tables: Draft = {
    three: new Uint8Array(SLOTS),
    after: new Uint16Array(SLOTS),
    before: new Uint16Array(SLOTS),
    alone: new Uint16Array(SLOTS),
    groups: [[]],
  };
  for (const anchor of anchorsOf(kinds)) add(tables, anchor);
  return { ...tables, groups: tables.groups.map(groupOf) };
}

/** Every text that begins a secret of one of these kinds, the longest first. */
function anchorsOf(kinds: readonly Kind[]): Anchor[] {
  const byText = Map.groupBy(
    kinds.flatMap((kind) => kind.anchors.map((text) => ({ kind, text }))),
    ({ kind, text }) => `${kind.confidence} ${kind.edge === true} ${text}`,
  );
  return [...byText.values()]
    .sort(([left], [right]) => (right?.text.length ?? 0) - (left?.text.length ?? 0))
    .map((those, rank) =>
      anchorOf(
        those[0]?.text ?? '',
        those.map(({ kind }) => kind),
        rank,
      ),
    );
}

function anchorOf(text: string, kinds: readonly Kind[], rank: number): Anchor {
  const { name, confidence, edge } = kinds[0] as Kind;
  if (text.length < 3) throw new RangeError(`the anchor ${text} of ${name} is too short`);
  return {
    text,
    rank,
    isPrecise: confidence === 'precise',
    isEdged: edge === true,
    codes: Uint8Array.from(text, (character) => character.charCodeAt(0)),
    kinds,
    guards: undefined,
    sift: ANYTHING,
    turn: -1,
    last: 0,
    quietUntil: 0,
    retry: 0,
  };
}

function add(tables: Draft, anchor: Anchor): void {
  const { text } = anchor;
  const offset = rarestPlace(text);
  const [entry, neighbour] = [entryOf(anchor, offset), entryOf(anchor, offset + 1)];
  fill(tables, text.slice(offset, offset + 3), text[offset + 3], entry);
  const three = text.slice(offset + 1, offset + 4);
  // What follows an anchor of three characters is part of the token.
  const ends = three.length === 3 ? [''] : Array.from(/\w/.test(text) ? TOKEN : PRINTABLE);
  for (const end of ends) fill(tables, `${three}${end}`, text[offset + 4], neighbour);
}

function entryOf(anchor: Anchor, offset: number): Entry {
  const { codes } = anchor;
  const [first, last] = [codes[0] as number, codes.at(-1) as number];
  return { anchor, offset, first, last, end: codes.length - 1 - offset };
}

/** Enters three characters, and the fourth where the anchor has one, or else the one before them. */
function fill(tables: Draft, characters: string, fourth: string | undefined, entry: Entry): void {
  const slot = slotOf(characters.charCodeAt(0), characters.charCodeAt(1), characters.charCodeAt(2));
  const { anchor, offset } = entry;
  const says = fourth !== undefined ? ASK_AFTER : offset > 0 ? ASK_BEFORE : COMPARE;
  tables.three[slot] = (tables.three[slot] as number) | says;
  if (says === ASK_AFTER) enter(tables, tables.after, slotBeside(slot, fourth?.charCodeAt(0) ?? 0), entry);
  else if (says === COMPARE) enter(tables, tables.alone, slot, entry);
  else enter(tables, tables.before, slotBeside(slot, anchor.codes[offset - 1] as number), entry);
}

function enter({ groups }: Draft, of: Groups, slot: number, entry: Entry): void {
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

/** The place of three characters in the tables. */
export function slotOf(first: number, second: number, third: number): number {
  return Math.imul((first << 14) ^ (second << 7) ^ third, 0x9e3779b1) >>> 16;
}

/** The same with one character before or behind them. */
export function slotBeside(slot: number, fourth: number): number {
  return (slot ^ Math.imul(fourth, 0x85eb)) & (SLOTS - 1);
}
