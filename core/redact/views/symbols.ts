import type { Decoded } from './view.ts';

/** Stands between runs of symbols. */
const BREAK = 255;
const NOTHING = new Uint8Array(0);

/** A table of the values of an alphabet's symbols, BREAK for all other bytes. */
export function alphabetOf(symbols: string): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(256).fill(BREAK);
  Array.from(symbols).forEach((symbol, value) => (table[symbol.charCodeAt(0)] = value));
  return table;
}

/**
 * The values of all runs of at least `least` symbols, a BREAK after each. Looks at the last place where a
 * run that begins here would still be short: most texts are passed over in leaps.
 */
export function runsOf(text: Uint8Array, alphabet: Uint8Array, least: number): Uint8Array<ArrayBuffer> {
  let out = NOTHING;
  let end = 0;
  for (let start = 0; start + least <= text.length;) {
    let at = start + least - 1;
    while (at >= start && alphabet[text[at] as number] !== BREAK) at--;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    if (end === 0) out = new Uint8Array(text.length - start + 1);
    for (at = start; at < text.length && alphabet[text[at] as number] !== BREAK; at++) {
      out[end++] = alphabet[text[at] as number] as number;
    }
    out[end++] = BREAK;
    start = at + 1;
  }
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
