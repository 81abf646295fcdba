import { putPoint } from '../known/bytes.ts';
import { keptBytes, type Room } from '../known/kept-room.ts';
import { mayBeEscape, nextEscape } from './next-escape.ts';

const MAX_ROUNDS = 4;

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lowbar: '_',
  hyphen: '-',
  dash: '-',
  period: '.',
  sol: '/',
  bsol: '\\',
  plus: '+',
  equals: '=',
  colon: ':',
  num: '#',
  commat: '@',
  excl: '!',
  percnt: '%',
  dollar: '$',
  ast: '*',
};

const [AMPERSAND, BACKSLASH, EQUALS, LESS] = [0x26, 0x5c, 0x3d, 0x3c];
const [LINE_FEED, SEMICOLON, OPEN, CLOSE] = [10, 0x3b, 0x7b, 0x7d];

/** What a backslash and one sign or letter stand for, by far the commonest escape. */
const SIMPLE = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x6e || byte === 0x72 || byte === 0x74) return LINE_FEED;
  return isSign(byte) && byte !== BACKSLASH ? byte : 0;
});

/**
 * The text with percent, HTML, `\u`, `\x`, octal, JSON, Markdown and quoted-printable escapes undone,
 * again and again, at most four times. Every stage is returned, the text itself first: a value may hold
 * what looks like an escape, and then only the stage before shows it.
 */
export function unescapedStages(text: Uint8Array): Stages {
  return stagesOf(text, (_, length) => new Uint8Array(length));
}

const rooms = Array.from({ length: MAX_ROUNDS }, keptBytes);

/** The same, and gone at the next call: new memory is half of what it costs. */
export function unescapedOnce(text: Uint8Array): Stages {
  return stagesOf(text, (round, length) => (rooms[round] as Room)(length));
}

type Stages = readonly [Uint8Array, ...Uint8Array[]];

function stagesOf(text: Uint8Array, room: (round: number, length: number) => Uint8Array): Stages {
  const stages: [Uint8Array, ...Uint8Array[]] = [text];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const last = stages.at(-1) as Uint8Array;
    const next = unescaped(last, (length) => room(round, length));
    if (next === null) break;
    stages.push(next);
  }
  return stages;
}

/** One round; null when there is nothing to undo. */
function unescaped(text: Uint8Array, outOf: (length: number) => Uint8Array): Uint8Array | null {
  if (nextEscape(text, 0) === text.length) return null;
  const writer: Writer = { text, out: outOf(text.length + 4), end: 0, isChanged: false };
  for (let at = takeOver(writer, 0); at < text.length;) {
    const byte = text[at] as number;
    const before = writer.end;
    const used = undo(writer, at, byte);
    // A sign that stands for itself stays.
    if (used === 0) writer.out[writer.end++] = byte;
    if (used > 1 || writer.end !== before + 1 || writer.out[before] !== byte) writer.isChanged = true;
    at = takeOver(writer, at + Math.max(1, used));
  }
  return writer.isChanged ? writer.out.subarray(0, writer.end) : null;
}

/** Takes over what stands for itself, and simple escapes undone; returns where something else begins. */
function takeOver(writer: Writer, from: number): number {
  const { text, out } = writer;
  let end = writer.end;
  let at = from;
  for (; at < text.length; at++) {
    const byte = text[at] as number;
    if (mayBeEscape(text, at)) {
      const simple =
        byte === BACKSLASH && at + 1 < text.length ? (SIMPLE[text[at + 1] as number] as number) : 0;
      if (simple === 0) break;
      out[end++] = simple;
      writer.isChanged = true;
      at++;
    } else out[end++] = byte;
  }
  writer.end = end;
  return at;
}

function undo(writer: Writer, at: number, start: number): number {
  if (start === BACKSLASH) return backslash(writer, at);
  if (start === AMPERSAND) return entity(writer, at);
  return start === LESS ? shownPoint(writer, at) : pair(writer, at);
}

type Writer = { readonly text: Uint8Array; readonly out: Uint8Array; end: number; isChanged: boolean };

/** `%41`, and of quoted-printable `=41` and `=` at a line's end. */
function pair(writer: Writer, at: number): number {
  const { text } = writer;
  if (text[at] === EQUALS && text[at + 1] === LINE_FEED) return 2;
  if (text[at] === EQUALS && text[at + 1] === 13 && text[at + 2] === LINE_FEED) return 3;
  const value = numberAt(text, at + 1, 2, 16);
  if (value < 0) return 0;
  writer.out[writer.end++] = value;
  return 3;
}

/** `&#65;`, `&#x41;`, `&amp;`. */
function entity(writer: Writer, at: number): number {
  const { text } = writer;
  const last = text.subarray(at, at + 12).indexOf(SEMICOLON);
  if (last < 2) return 0;
  const name = String.fromCharCode(...text.subarray(at + 1, at + last));
  const code = /^#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,8}))$/.exec(name);
  const named = NAMED[name];
  if (code) return point(writer, code[1] ? Number.parseInt(code[1], 16) : Number(code[2])) ? last + 1 : 0;
  if (named === undefined) return 0;
  writer.out[writer.end++] = named.charCodeAt(0);
  return last + 1;
}

/** `<U+E0041>`: how our logs show a character that nobody would see. */
function shownPoint(writer: Writer, at: number): number {
  const { text } = writer;
  if (text[at + 1] !== 0x55 || text[at + 2] !== 0x2b) return 0;
  const width = text.subarray(at + 3, at + 10).indexOf(0x3e);
  return width >= 4 && point(writer, numberAt(text, at + 3, width, 16)) ? width + 4 : 0;
}

/** A run of backslashes with what it escapes, as if JSON had been written into JSON. */
function backslash(writer: Writer, at: number): number {
  const { text } = writer;
  let next = at;
  while (text[next] === BACKSLASH) next++;
  const used = next - at;
  const kind = text[next] ?? 0;
  if (kind === 0x75 || kind === 0x55) {
    const braced = text[next + 1] === OPEN ? text.subarray(next + 2, next + 10).indexOf(CLOSE) : -1;
    const width = braced > 0 ? braced : kind === 0x75 ? 4 : 8;
    const value = numberAt(text, next + 1 + (braced > 0 ? 1 : 0), width, 16);
    if (point(writer, value)) return used + 1 + width + (braced > 0 ? 2 : 0);
  } else if (kind === 0x78) {
    const value = numberAt(text, next + 1, 2, 16);
    if (value >= 0) return put(writer, value, used + 3);
  } else if (kind >= 0x30 && kind <= 0x37) {
    const value = numberAt(text, next, 3, 8);
    if (value >= 0 && value < 256) return put(writer, value, used + 3);
  } else if (SIMPLE[kind] !== 0) {
    return put(writer, SIMPLE[kind] as number, used + 1);
  }
  return put(writer, BACKSLASH, used);
}

function isSign(byte: number): boolean {
  return (
    (byte > 32 && byte < 48) ||
    (byte > 57 && byte < 65) ||
    (byte > 90 && byte < 97) ||
    (byte > 122 && byte < 127)
  );
}

function put(writer: Writer, byte: number, used: number): number {
  writer.out[writer.end++] = byte;
  return used;
}

/** Writes a character; false when there is none of this number. An escape is never shorter than it. */
function point(writer: Writer, value: number): boolean {
  if (value <= 0 || value > 0x10ffff) return false;
  writer.end = putPoint(writer.out, writer.end, value);
  return true;
}

/** The number that `width` digits make; -1 when they are none. */
function numberAt(text: Uint8Array, at: number, width: number, base: number): number {
  let value = 0;
  for (let next = at; next < at + width; next++) {
    const byte = text[next] ?? 0;
    const digit =
      byte >= 48 && byte <= 57 ? byte - 48 : (byte | 32) >= 97 && byte >= 65 ? (byte | 32) - 87 : 99;
    if (digit >= base) return -1;
    value = value * base + digit;
  }
  return value;
}
