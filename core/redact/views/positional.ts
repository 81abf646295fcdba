import { keptBytes } from '../known/kept-room.ts';
import type { View } from './view.ts';

const LINE_FEED = 10;
const SPACES = tableOf((byte) => byte <= 32);
const LINE_FEEDS = tableOf((byte) => byte === LINE_FEED);
/** A full stop after a word is not its last letter. */
const OF_WORDS = tableOf(
  (byte) => byte >= 128 || (byte >= 48 && byte <= 57) || ((byte | 32) >= 97 && (byte | 32) <= 122),
);

function tableOf(holds: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (holds(byte) ? 1 : 0));
}

/** The first and the last characters of words and of lines: acrostics. */
export const positional: View = {
  name: 'positional',
  kind: 'respelling',
  of: (text) => [...ends(text, SPACES), ...ends(text, LINE_FEEDS)].filter((letters) => letters.length >= 8),
};

const roomForFirst = keptBytes();
const roomForLast = keptBytes();

function ends(text: Uint8Array, isBorder: Uint8Array): [Uint8Array, Uint8Array] {
  const first = roomForFirst(text.length);
  const last = roomForLast(text.length);
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    let start = at;
    while (at < text.length && isBorder[text[at] as number] === 0) at++;
    while (start < at && (text[start] as number) <= 32) start++;
    if (start === at) continue;
    first[count] = text[start] as number;
    last[count++] = lastOf(text, start, at);
  }
  return [first.slice(0, count), last.slice(0, count)];
}

/** The last letter or digit, or, where there is none, the last sign: there is one. */
function lastOf(text: Uint8Array, start: number, end: number): number {
  let at = end - 1;
  while (at > start && OF_WORDS[text[at] as number] === 0) at--;
  if (OF_WORDS[text[at] as number] === 1) return text[at] as number;
  for (at = end - 1; (text[at] as number) <= 32;) at--;
  return text[at] as number;
}
