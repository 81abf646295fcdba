import { keptBytes, keptRoom, type Room } from '../known/kept-room.ts';
import type { Decoded } from './view.ts';

/** Stands between runs of symbols. */
export const BREAK = 255;
const NOTHING = new Uint8Array(0);
const NO_ENDS = new Int32Array(0);

const roomForValues = keptBytes();
const roomForEnds = keptRoom((length) => new Int32Array(length));
/** One for each phase: what a view decodes stands side by side. */
const roomForPacked = Array.from({ length: 8 }, keptBytes);

/** A table of the values of an alphabet's symbols, BREAK for all other bytes. */
export function alphabetOf(symbols: string): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(256).fill(BREAK);
  Array.from(symbols).forEach((symbol, value) => (table[symbol.charCodeAt(0)] = value));
  return table;
}

/**
 * Where the next run of at least `least` symbols begins that lies before `to`; `to` when there is none. Looks at the last place
 * where a run that begins here would still be short: most texts are passed over in leaps.
 */
export function nextRun(
  text: Uint8Array,
  alphabet: Uint8Array,
  from: number,
  least: number,
  to = text.length,
): number {
  let start = from;
  let seen = from;
  for (let at = start + least - 1; at < to && at >= seen; at--) {
    if (alphabet[text[at] as number] !== BREAK) continue;
    seen = start + least;
    start = at + 1;
    at = start + least;
  }
  return start + least > to ? to : start;
}

/** Where a run ends of which so much is known. */
export function endOfRun(text: Uint8Array, alphabet: Uint8Array, known: number): number {
  let end = known;
  while (end < text.length && alphabet[text[end] as number] !== BREAK) end++;
  return end;
}

/**
 * The values of symbols, and where in them each run ends; a BREAK stands there when another value may follow. Both are
 * written over when the symbols of another text are read.
 */
export type Runs = { readonly values: Uint8Array; readonly ends: Int32Array };

/** The values of all runs of at least `least` symbols, a BREAK after each. */
export function runsOf(text: Uint8Array, alphabet: Uint8Array, least: number): Runs {
  let out = NOTHING;
  let ends = NO_ENDS;
  let end = 0;
  let count = 0;
  for (let start = 0; start + least <= text.length;) {
    const from = nextRun(text, alphabet, start, least);
    if (from === text.length) break;
    const to = endOfRun(text, alphabet, from + least);
    if (end === 0) {
      out = roomForValues(text.length - from + 1);
      ends = roomForEnds(Math.ceil((text.length - from + 1) / (least + 1)));
    }
    for (let at = from; at < to; at++) out[end++] = alphabet[text[at] as number] as number;
    ends[count++] = end;
    out[end++] = BREAK;
    start = to + 1;
  }
  return { values: out.subarray(0, end), ends: ends.subarray(0, count) };
}

/** The values of all symbols in a text, as if nothing stood between them; written over as `Runs` are. */
export function symbolsOf(text: Uint8Array, alphabet: Uint8Array): Uint8Array {
  const out = roomForValues(text.length);
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    const value = alphabet[text[at] as number] as number;
    out[end] = value;
    // One more unless it is BREAK, and without a branch that nobody could foresee.
    end += (2 * BREAK - value) >> 8;
  }
  return out.subarray(0, end);
}

/** The bytes that values of `width` bits hold, all of them one run, when the first `phase` are left out. */
export function packed(values: Uint8Array, width: number, phase: number): Decoded {
  return packedRuns({ values, ends: Int32Array.of(values.length) }, width, phase);
}

/**
 * The same of each run, a zero behind all that have a BREAK; where they begin when nothing of them is left out. The bytes
 * are written over when the same phase of other values is packed.
 */
export function packedRuns({ values, ends }: Runs, width: number, phase: number): Decoded {
  // The zero behind a run takes more than its BREAK did.
  const out = (roomForPacked[phase] as Room)(Math.ceil((values.length * width) / 8) + ends.length);
  // The first begins at 0, and one behind each that has a BREAK.
  const starts = phase === 0 ? new Int32Array(1 + ends.length) : NO_ENDS;
  let count = 1;
  let end = 0;
  let from = 0;
  for (let run = 0; run < ends.length; run++) {
    const to = ends[run] as number;
    const at = from + phase;
    end = width === 6 ? packedSixes(values, at, to, out, end) : packedRun(values, width, at, to, out, end);
    from = to + 1;
    if (to === values.length) break;
    out[end++] = 0;
    if (phase === 0) starts[count++] = end;
  }
  return { bytes: out.subarray(0, end), starts: phase === 0 ? starts.subarray(0, count) : starts };
}

function packedRun(
  values: Uint8Array,
  width: number,
  from: number,
  to: number,
  out: Uint8Array,
  start: number,
): number {
  let end = start;
  let bits = 0;
  let held = 0;
  for (let at = from; at < to; at++) {
    bits = (bits << width) | (values[at] as number);
    held += width;
    if (held < 8) continue;
    held -= 8;
    out[end++] = bits >>> held;
    bits &= 0xff;
  }
  return end;
}

/** The same for values of six bits, of which four are three bytes. */
function packedSixes(values: Uint8Array, from: number, to: number, out: Uint8Array, start: number): number {
  let end = start;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const second = values[at + 1] as number;
    const third = values[at + 2] as number;
    out[end] = ((values[at] as number) << 2) | (second >> 4);
    out[end + 1] = (second << 4) | (third >> 2);
    out[end + 2] = (third << 6) | (values[at + 3] as number);
    end += 3;
  }
  return packedRun(values, 6, at, to, out, end);
}
