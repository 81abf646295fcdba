import { runsOfLength, type DigitRuns } from './digit-runs.ts';

/** Codes of eleven characters, most of them of three digits: what is shorter, or an id, hides no value. */
const LEAST = 27;
const ZERO = 48;

/** How many digits the code that begins with a digit has, and the base of it. */
type Writing = { readonly widthOf: (first: number) => number; readonly base: 8 | 10 };

const WRITINGS: readonly Writing[] = [
  { widthOf: () => 3, base: 10 },
  { widthOf: () => 3, base: 8 },
  // Of printable characters those from 100 on begin with a 1, and no others do.
  { widthOf: (first) => (first === 1 ? 3 : 2), base: 10 },
];
const PHASES = [0, 1, 2];

/** Codes of characters one after another, with nothing between: in three digits each, or in as many as they have. */
export function gluedCodes(text: Uint8Array, runs: DigitRuns): Uint8Array[] {
  if (runsOfLength(runs, LEAST, Infinity) === 0) return [];
  const { places } = runs;
  const long: Uint8Array[] = [];
  for (let run = 0; run < places.length; run += 2) {
    const [from, to] = [places[run] as number, places[run + 1] as number];
    if (to - from >= LEAST) long.push(text.subarray(from, to));
  }
  return WRITINGS.flatMap((writing) => PHASES.map((phase) => decoded(long, phase, writing)));
}

function decoded(long: readonly Uint8Array[], phase: number, { widthOf, base }: Writing): Uint8Array {
  const bytes = new Uint8Array(long.reduce((sum, { length }) => sum + (length >> 1) + 2, 0));
  let end = 0;
  for (const digits of long) {
    for (let at = phase; at < digits.length;) {
      const to = Math.min(digits.length, at + widthOf((digits[at] as number) - ZERO));
      let value = 0;
      for (; at < to; at++) value = value * base + (digits[at] as number) - ZERO;
      bytes[end++] = value;
    }
    end++;
  }
  return bytes.subarray(0, end);
}
