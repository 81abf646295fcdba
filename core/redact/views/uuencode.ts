import { keptBytes } from '../known/kept-room.ts';
import type { View } from './view.ts';

const [SPACE, LAST] = [0x20, 0x60];
/** How many bytes a line holds. What is shorter hides nothing. */
const [LEAST, MOST] = [8, 45];

const roomForLines = keptBytes();

/** What begins with its own length, as the lines of uuencode and of Perl's `pack('u')` do: at a line's start or in it. */
export const uuencode: View = {
  name: 'uuencode',
  kind: 'decoding',
  hasSigns: true,
  of: (text) => {
    let out: Uint8Array | null = null;
    let end = 0;
    for (let at = 0; at < text.length; at++) {
      if (at > 0 && (text[at - 1] as number) > SPACE) continue;
      const length = (text[at] as number) - SPACE;
      if (length < LEAST || length > MOST || !areSymbols(text, at + 1, length)) continue;
      out ??= roomForLines(text.length);
      end = unpacked(text, at + 1, length, out, end);
      at += symbolsOf(length);
    }
    return out === null ? [] : [{ bytes: out.slice(0, end), starts: [0] }];
  },
};

/** Whether symbols for so many bytes stand there; blanks at the end of a line may be gone. */
function areSymbols(text: Uint8Array, from: number, length: number): boolean {
  const to = from + symbolsOf(length);
  let at = from;
  while (at < to && (text[at] ?? 0) >= SPACE && (text[at] as number) <= LAST) at++;
  return at >= to - 3;
}

function symbolsOf(length: number): number {
  return Math.ceil(length / 3) * 4;
}

function unpacked(text: Uint8Array, from: number, length: number, out: Uint8Array, start: number): number {
  const symbol = (at: number) => ((text[at] ?? SPACE) - SPACE) & 63;
  for (let byte = 0; byte < length; byte++) {
    const at = from + Math.floor(byte / 3) * 4 + (byte % 3);
    const pair = (symbol(at) << 6) | symbol(at + 1);
    out[start + byte] = pair >> (4 - (byte % 3) * 2);
  }
  return start + length;
}
