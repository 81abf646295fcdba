import { keptBytes } from '../known/kept-room.ts';
import { alphabetOf, endOfRun, nextRun } from './symbols.ts';
import type { View } from './view.ts';

const SPACE = 0x20;
const SYMBOLS = alphabetOf(String.fromCharCode(...Array.from({ length: 65 }, (_, at) => SPACE + at)));
/** How many bytes a line holds. What is shorter hides nothing. */
const [LEAST, MOST] = [8, 45];
/** Blanks at the end of a line may be gone. */
const GONE = 3;

const roomForLines = keptBytes();

/** What begins with its own length, as the lines of uuencode and of Perl's `pack('u')` do: at a line's start or in it. */
export const uuencode: View = {
  name: 'uuencode',
  kind: 'decoding',
  hasSigns: true,
  of: (text) => {
    let out: Uint8Array | null = null;
    let end = 0;
    for (let at = 0; at < text.length;) {
      const start = nextRun(text, SYMBOLS, at, symbolsOf(LEAST) + 1 - GONE);
      if (start === text.length) break;
      at = endOfRun(text, SYMBOLS, start);
      out ??= roomForLines(text.length);
      end = unpackedLine(text, start, at, out, end);
    }
    return end === 0 || out === null ? [] : [{ bytes: out.slice(0, end), starts: [] }];
  },
};

/** Unpacks what begins behind a blank of a run and lies in it, one after another; returns where it ends. */
function unpackedLine(text: Uint8Array, from: number, to: number, out: Uint8Array, start: number): number {
  let end = start;
  for (let at = from; at < to; at++) {
    if (at > from && text[at - 1] !== SPACE) continue;
    const length = (text[at] as number) - SPACE;
    const last = at + 1 + symbolsOf(length);
    if (length < LEAST || length > MOST || last > to + GONE) continue;
    end = unpacked(text, at + 1, to, length, out, end);
    at = last - 1;
  }
  return end;
}

function symbolsOf(length: number): number {
  return Math.ceil(length / 3) * 4;
}

/** `to`: where the symbols end; what is gone behind them were blanks. */
function unpacked(
  text: Uint8Array,
  from: number,
  to: number,
  length: number,
  out: Uint8Array,
  start: number,
): number {
  const symbol = (at: number) => (at < to ? (text[at] as number) - SPACE : 0) & 63;
  for (let byte = 0; byte < length; byte++) {
    const at = from + Math.floor(byte / 3) * 4 + (byte % 3);
    const pair = (symbol(at) << 6) | symbol(at + 1);
    out[start + byte] = pair >> (4 - (byte % 3) * 2);
  }
  return start + length;
}
