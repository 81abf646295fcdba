import { hasHighByte, pointAt, putPoint, sequenceLength } from './known/bytes.ts';

/** Letters of other scripts that pass for Latin ones, after NFKD. Pairs: look-alike, Latin. */
const LOOK_ALIKES =
  'аaеeоoрpсcхxуyіiјjѕsԁdԛqԝwһhԍgӏlьbкkмmнhтtвbгrпnАAВBЕEКKМMНHОOРPСCТTХXУYЅSІIЈJԌGԚQԜW' +
  'αaβbεeιiκkνvοoρpτtυuχxγyηnωwΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX' +
  'ıiȷjɑaɡgꞬGłlŁLøoØOđdĐDħhĦHʟLɪIʀRⅼlꓲIꓡLꓳOꓮAꓰEꓚCꓢSօoսuհhոnԼL᧐oఠoοo‐-‑-‒-–-—-−-﹘-＿_⁄/∕/٫,';

const latin = new Map<string, string>();
const points = Array.from(LOOK_ALIKES);
for (let index = 0; index + 1 < points.length; index += 2) {
  latin.set(points[index] as string, points[index + 1] as string);
}

const DROPPED = /\p{M}|\p{Cf}|\p{Default_Ignorable_Code_Point}/gu;
const NOT_ASCII = /\P{ASCII}/gu;
const REGIONAL_A = 0x1f1e6;

/** One character looks like so many at most, of four bytes each. */
const MOST_POINTS = 18;
const MOST_LOOKS = MOST_POINTS * 4;

/** The text as it looks: compatibility forms, accents, hidden characters and look-alikes undone. */
export function fold(text: Uint8Array): Uint8Array {
  if (!hasHighByte(text)) return text;
  let out = new Uint8Array(text.length * 2 + MOST_LOOKS);
  let end = 0;
  for (let at = 0; at < text.length;) {
    // For what the next one looks like, and for all behind it if that is ASCII.
    if (end + MOST_LOOKS + text.length - at > out.length) out = grown(out);
    const start = at;
    at = copied(text, at, out, end);
    end += at - start;
    if (at === text.length) break;
    const length = sequenceLength(text, at);
    if (length <= 1) {
      out[end++] = text[at++] as number;
      continue;
    }
    for (const point of looksOf(pointAt(text, at, length))) end = putPoint(out, end, point);
    at += length;
  }
  return out.subarray(0, end);
}

/** Copies ASCII; returns where it ends. */
function copied(text: Uint8Array, from: number, out: Uint8Array, to: number): number {
  let at = from;
  for (const ahead = to - from; at < text.length; at++) {
    const byte = text[at] as number;
    if (byte >= 0x80) break;
    out[ahead + at] = byte;
  }
  return at;
}

function grown(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length * 2);
  out.set(bytes);
  return out;
}

const MAX_KNOWN = 20_000;
const known = new Map<number, readonly number[]>();

/** What a character looks like. Remembered, within bounds: a text has few different characters. */
function looksOf(point: number): readonly number[] {
  const before = known.get(point);
  if (before) return before;
  const looks = Array.from(lookOf(point), (character) => character.codePointAt(0) ?? 0).slice(0, MOST_POINTS);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(point, looks);
  return looks;
}

function lookOf(point: number): string {
  if (point >= REGIONAL_A && point < REGIONAL_A + 26) return String.fromCharCode(97 + point - REGIONAL_A);
  return String.fromCodePoint(point)
    .toWellFormed()
    .normalize('NFKD')
    .replace(DROPPED, '')
    .replace(NOT_ASCII, (character) => latin.get(character) ?? character);
}
