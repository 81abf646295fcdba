import type { Decoded } from './view.ts';

/** Stands between runs of symbols. */
const BREAK = 255;

/** A table of the values of an alphabet's symbols, BREAK for all other bytes. */
export function alphabetOf(symbols: string): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(256).fill(BREAK);
  Array.from(symbols).forEach((symbol, value) => (table[symbol.charCodeAt(0)] = value));
  return table;
}

/** The values of all runs of at least `least` symbols, one BREAK between them. */
export function runsOf(text: Uint8Array, alphabet: Uint8Array, least: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(text.length + 1);
  let end = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const value = alphabet[text[at] as number] as number;
    out[end++] = value;
    if (value !== BREAK) continue;
    if (end - 1 - start < least) end = start;
    start = end;
  }
  if (end - start < least) end = start;
  return out.subarray(0, end);
}

/** The values of all symbols in a text, as if nothing stood between them. */
export function symbolsOf(text: Uint8Array, alphabet: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(text.length);
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    const value = alphabet[text[at] as number] as number;
    out[end] = value;
    if (value !== BREAK) end++;
  }
  return out.subarray(0, end);
}

/** The bytes that values of `width` bits hold when the first `phase` of each run are left out. */
export function packed(values: Uint8Array, width: number, phase: number): Decoded {
  const out = new Uint8Array(Math.ceil((values.length * width) / 8) + 1);
  const starts: number[] = [0];
  let end = 0;
  let bits = 0;
  let held = 0;
  let skip = phase;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (value === BREAK) {
      out[end++] = 0;
      starts.push(end);
      held = 0;
      skip = phase;
    } else if (skip > 0) {
      skip--;
    } else {
      bits = (bits << width) | value;
      held += width;
      if (held < 8) continue;
      held -= 8;
      out[end++] = bits >>> held;
      bits &= 0xff;
    }
  }
  return { bytes: out.subarray(0, end), starts: phase === 0 ? starts : [] };
}
