import { keptBytes } from '../known/kept-room.ts';
import type { DigitRuns } from './digit-runs.ts';

const [ZERO, MINUS] = [0x30, 0x2d];
/** Larger numbers are no byte either. */
const NO_BYTE = 4096;

const roomForNumbers = keptBytes();

/** The numbers of a base up to ten that are one byte, 0 for others. `isSigned`: a minus counts. */
export function listed(text: Uint8Array, { places }: DigitRuns, base: number, isSigned = false): Uint8Array {
  const out = roomForNumbers(text.length);
  let end = 0;
  for (let run = 0; run < places.length; run += 2) {
    const last = places[run + 1] as number;
    for (let at = places[run] as number; at < last; at++) {
      const start = at;
      let value = 0;
      for (; at < last && (text[at] as number) - ZERO < base; at++)
        value = Math.min(NO_BYTE, value * base + (text[at] as number) - ZERO);
      const length = at - start;
      // The 0 of 0x, 0o and 0b is no number.
      if (length === 0 || (length === 1 && isPrefix(text, start)) || isOther(length, base)) continue;
      out[end++] = value > 255 ? 0 : isSigned && isNegative(text, start) ? -value : value;
    }
  }
  return out.slice(0, end);
}

function isPrefix(text: Uint8Array, at: number): boolean {
  const next = (text[at + 1] ?? 0) | 32;
  return text[at] === ZERO && (next === 0x78 || next === 0x6f || next === 0x62);
}

/** In base 2 only whole bytes count, in base 8 no single digits: those are other numbers. */
function isOther(length: number, base: number): boolean {
  return base === 2 ? length < 6 || length > 8 : base === 8 && length < 2;
}

/** Whether so many numbers have a minus. */
export function hasNegatives(text: Uint8Array, least: number): boolean {
  let count = 0;
  for (let at = text.indexOf(MINUS); at !== -1 && count < least; at = text.indexOf(MINUS, at + 1)) {
    const digit = (text[at + 1] ?? 0) - ZERO;
    if (digit >= 0 && digit < 10 && isNegative(text, at + 1)) count++;
  }
  return count >= least;
}

/** Whether a minus stands before a number that is no dash behind a word. */
function isNegative(text: Uint8Array, start: number): boolean {
  if (text[start - 1] !== MINUS) return false;
  const before = text[start - 2] ?? 0;
  const isWord = (before >= ZERO && before < ZERO + 10) || ((before | 32) >= 97 && (before | 32) <= 122);
  return !isWord;
}
