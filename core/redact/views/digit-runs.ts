import { keptRoom } from '../known/kept-room.ts';

/** The runs of decimal digits in a text. Gone at the next call. */
export type DigitRuns = {
  /** Where each begins and ends, one after another. */
  readonly places: Int32Array;
  /** How many there are of each length; of those that are longer, in the last place. */
  readonly lengths: Int32Array;
};

/** The longest that are counted by their length. */
const LONGEST = 32;
const [ZERO, NINE] = [0x30, 0x39];

const lengths = new Int32Array(LONGEST + 1);
const roomForPlaces = keptRoom((length) => new Int32Array(length));

/** The runs of a text; null where they have less than `least` digits together. */
export function digitRuns(text: Uint8Array, least: number): DigitRuns | null {
  // No two runs touch each other.
  const places = roomForPlaces(text.length + 2);
  lengths.fill(0);
  let count = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    if (!isDigit(text[at] as number)) continue;
    const start = at;
    while (at < text.length && isDigit(text[at] as number)) at++;
    const length = at - start;
    digits += length;
    const counted = Math.min(length, LONGEST);
    lengths[counted] = (lengths[counted] as number) + 1;
    places[count++] = start;
    places[count++] = at;
  }
  return digits < least ? null : { places: places.subarray(0, count), lengths };
}

/** How many runs have from `least` to `most` digits. */
export function runsOfLength({ lengths }: DigitRuns, least: number, most: number): number {
  let sum = 0;
  for (let length = least; length <= Math.min(most, LONGEST); length++) sum += lengths[length] as number;
  return sum;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}
