import { fold } from '../fold.ts';
import { base64 } from '../views/base64.ts';
import { besideEscapes } from '../views/beside-escapes.ts';
import { hex } from '../views/hex.ts';
import { views } from '../views/table.ts';
import { unescapedOnce } from '../views/unescaped.ts';
import type { Decoded, Decoding, Respelling, View } from '../views/view.ts';
import { hasHighByte, sameBytes } from './bytes.ts';
import { inflated } from './inflated.ts';
import { SEPARATOR } from './lenses.ts';
import { deltas, isLong, look, unseen, type Search } from './look.ts';
import { readable } from './readable.ts';
import { unkeyed } from './unkeyed.ts';

/** Owners of the values that show, and whether a budget ended the search before it was done. */
export type Found = { readonly owners: ReadonlySet<number>; readonly exhausted: boolean };

const MAX_DEPTH = 4;
const DECODED_PER_BYTE = 8;
/** What is always allowed, so that a short text with a deep disguise is followed to its end. */
const SPARE = 128 * 1024;
/** What following a text costs at least, however short it is. */
const NODE_COST = 1024;
const MAX_INFLATES = 400;
const LEAST = 8;

type Node = {
  readonly bytes: Uint8Array;
  readonly depth: number;
  /** A text in another order, most of it noise. */
  readonly isOrder: boolean;
  /** Such a text that is long, or noise all over: only what is encoded in one piece is looked for. */
  readonly isRough: boolean;
  /** Such a text, or what was decoded of one: noise may look like text for long, so it ends early. */
  readonly isGuess: boolean;
  /** Part of a long text, in whatever order, and looked at no closer than that. */
  readonly isPart: boolean;
};

const PLAIN = { isOrder: false, isRough: false, isGuess: false, isPart: false };

type Work = {
  readonly search: Search;
  readonly owners: Set<number>;
  readonly queue: Node[];
  decoded: number;
  respelt: number;
  guesses: number;
  inflates: number;
  guessedInflates: number;
  exhausted: boolean;
};

/** Looks for known values in a text and in everything it could be a disguise of. */
export function explore(text: Uint8Array, search: Search): Found {
  const work: Work = {
    search,
    owners: new Set(),
    queue: [{ ...PLAIN, bytes: text, depth: 0, isPart: search.isPart ?? false }],
    decoded: text.length * DECODED_PER_BYTE + SPARE,
    respelt: SPARE,
    guesses: SPARE,
    inflates: MAX_INFLATES,
    guessedInflates: MAX_INFLATES,
    exhausted: false,
  };
  // One value that shows is enough to keep a text back: what else it holds is no matter then.
  for (let at = 0; at < work.queue.length && work.owners.size === 0; at++)
    visit(work, work.queue[at] as Node);
  return { owners: work.owners, exhausted: work.exhausted };
}

function visit(work: Work, node: Node): void {
  if (node.isRough && isLong(node, node.bytes)) return glance(work, node);
  // A visit keeps nothing of the stages.
  const stages = unescapedOnce(node.isOrder ? node.bytes : withoutSeparators(node.bytes));
  const last = stages.at(-1) as Uint8Array;
  const hidden = hasHighByte(last);
  const plain = hidden ? fold(last) : last;
  const before = unseen();
  for (const text of stages) {
    look(work, text, node, before);
    if (hidden && text !== last) look(work, fold(text), node, before);
  }
  if (plain !== last) look(work, plain, node, before);
  if (node.depth >= MAX_DEPTH) return;
  // What looks like an escape may be the end of something encoded.
  const first = stages.length === 1 ? null : hidden ? stages[0] : besideEscapes(stages[0]);
  if (first !== null) decodeFirst(work, first, node);
  for (const view of views) {
    const text = view.name === 'hidden-bits' ? last : plain;
    if (view.kind === 'decoding') decode(work, view, text, node);
    else respell(work, view, text, node);
  }
  if (stages.length > 1) for (const view of SIGNED) decode(work, view, stages[0], node);
}

/** A look at what is mostly noise: as it stands, and what is encoded in one piece. */
function glance(work: Work, node: Node): void {
  look(work, node.bytes, node, unseen());
  if (node.depth < MAX_DEPTH) decodeFirst(work, node.bytes, node);
}

/** What is encoded in one piece. */
function decodeFirst(work: Work, text: Uint8Array, node: Node): void {
  // Where nothing can be base64, nothing is hexadecimal: its digits are symbols of the other, and its runs as long.
  if (decode(work, base64, text, node)) decode(work, hex, text, node);
}

function withoutSeparators(bytes: Uint8Array): Uint8Array {
  return bytes.includes(SEPARATOR) ? bytes.map((byte) => (byte === SEPARATOR ? 32 : byte)) : bytes;
}

/** The orders that bring together what belongs together. */
const WHOLE = new Set(['markup', 'positional', 'reversed', 'spoken']);
const FAST: ReadonlySet<View> = new Set([base64, hex]);
/** Where characters stand in another order, what lies between them is noise: only whole runs count, and no lines or rows. */
const NOT_OF_ORDERS = new Set(['bits', 'hidden-bits', 'hexdump', 'uuencode', 'base85']);

/** The orders that a line is read in. */
const OF_LINES = new Set(['markup', 'reversed']);

/** What is worth undoing in a text whose order was changed: the lenses see through the rest. */
const AGAIN = new Set(['markup', 'positional', 'spoken', 'strides']);

/** The views whose symbols may look like escapes, for the text as it stands; what is compressed has no mark there. */
const SIGNED: readonly Decoding[] = views
  .filter((view) => view.kind === 'decoding')
  .filter(({ hasSigns }) => hasSigns)
  .map((view) => ({
    ...view,
    of: (text, isOrder) => view.of(text, isOrder).map(({ bytes }) => ({ bytes, starts: [] })),
  }));

/** Returns whether there was anything to decode. */
function decode(work: Work, view: Decoding, text: Uint8Array, node: Node): boolean {
  const { effort } = work.search;
  const isQuick = effort === 'stream' || (effort === 'line' && node.depth > 0);
  if ((isQuick || node.isRough) && !FAST.has(view)) return false;
  if (node.isOrder && NOT_OF_ORDERS.has(view.name)) return false;
  const tell = (_start: number, _end: number, { owner }: { owner: number }) => void work.owners.add(owner);
  const found = view.of(text, node.isOrder);
  for (const decoded of found) {
    work.search.known.raw.scan(decoded.bytes, tell);
    if (effort === 'posted' && !node.isGuess) deltas(work, decoded.bytes);
    const plain = readable(decoded.bytes);
    enqueue(work, plain, node);
    if (!node.isGuess) {
      for (const text of unkeyed(decoded)) enqueue(work, readable(text), { ...node, isGuess: true });
    }
    unpack(work, decoded, node);
  }
  return found.length > 0;
}

function enqueue(work: Work, bytes: Uint8Array, node: Node): void {
  if (bytes.length < LEAST) return;
  if (node.isGuess) work.guesses -= Math.max(NODE_COST, bytes.length);
  else work.decoded -= bytes.length;
  if (work.decoded < 0) work.exhausted = true;
  if (work.exhausted || (node.isGuess && work.guesses < 0)) return;
  work.queue.push({ ...PLAIN, bytes, depth: node.depth + 1, isGuess: node.isGuess });
}

function unpack(work: Work, decoded: Decoded, node: Node): void {
  const { inflate } = work.search;
  if (inflate === undefined) return;
  for (const { run, isGuess } of inflated(decoded, inflate, node.isOrder)) {
    if ((isGuess || node.isGuess) && --work.guessedInflates < 0) continue;
    if (!isGuess && !node.isGuess && --work.inflates < 0) work.exhausted = true;
    const bytes = work.exhausted ? null : run();
    if (bytes === 'too-long') work.exhausted = true;
    else if (bytes) enqueue(work, readable(bytes), node);
    if (work.exhausted) return;
  }
}

function respell(work: Work, view: Respelling, text: Uint8Array, node: Node): void {
  // Where no value is known, only shapes are looked for, and those of plain writing.
  if (work.search.known.values.length === 0 && view.name !== 'markup') return;
  const { effort } = work.search;
  const isWide = isLong(node, text);
  if (effort === 'stream' || (node.isOrder && isWide)) return;
  if (effort === 'line' && (node.depth > 0 || !OF_LINES.has(view.name))) return;
  const budget = node.isGuess && !node.isOrder ? 'guesses' : 'respelt';
  if ((node.depth > 0 && work[budget] < 0) || (node.isOrder && !AGAIN.has(view.name))) return;
  for (const bytes of view.of(text, isWide)) {
    if (bytes.length < LEAST || sameBytes(bytes, text)) continue;
    work[budget] -= Math.max(NODE_COST, bytes.length);
    // The first orders of a text are always looked at; orders of orders, and of what was decoded, while
    // there is room: that is, in short texts.
    if (work[budget] < 0 && node.depth > 0) continue;
    // What takes the ends of words is short, and looked at as such, also of a long text.
    const isPart = node.isPart && bytes.length * 2 > text.length;
    const isRough = isLong({ isPart }, bytes) || !WHOLE.has(view.name);
    work.queue.push({ bytes, depth: node.depth + 1, isOrder: true, isRough, isGuess: true, isPart });
  }
}
