import type { View } from './view.ts';

const LINE_FEED = 10;

/** The first and the last characters of words and of lines: acrostics. */
export const positional: View = {
  name: 'positional',
  kind: 'respelling',
  of: (text) => {
    const isSpace = (byte: number) => byte <= 32;
    const isLineEnd = (byte: number) => byte === LINE_FEED;
    return [...ends(text, isSpace), ...ends(text, isLineEnd)].filter((letters) => letters.length >= 8);
  },
};

function ends(text: Uint8Array, isBorder: (byte: number) => boolean): [Uint8Array, Uint8Array] {
  const first = new Uint8Array(text.length);
  const last = new Uint8Array(text.length);
  let count = 0;
  let held = 0;
  for (let at = 0; at <= text.length; at++) {
    const byte = at < text.length ? (text[at] as number) : LINE_FEED;
    if (isBorder(byte)) {
      if (held !== 0) last[count++] = held;
      held = 0;
    } else if (byte > 32) {
      if (held === 0) first[count] = byte;
      if (isWord(byte) || !isWord(held)) held = byte;
    }
  }
  return [first.subarray(0, count), last.subarray(0, count)];
}

/** A full stop after a word is not its last letter. */
function isWord(byte: number): boolean {
  return byte >= 128 || (byte >= 48 && byte <= 57) || ((byte | 32) >= 97 && (byte | 32) <= 122);
}
