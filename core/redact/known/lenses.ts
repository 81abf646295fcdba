import { byteTable, mapped, MAPPED_SPARE, mappedInto, type ByteTable } from './byte-table.ts';
import { LOW_BITS } from './bytes.ts';
import { keptBytes } from './kept-room.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/**
 * Stands between stretches that do not belong together, and is kept where other signs are dropped. Only
 * our own: of a text that came from outside it is taken away.
 */
export const SEPARATOR = 0x1e;

const SKELETON = byteTable(LOWER + LOWER.toUpperCase() + DIGITS, LOWER + LOWER + DIGITS, [SEPARATOR]);

/** Letters and the digits and signs that pass for them become one symbol. */
const LEET = byteTable(
  `${LOWER}${LOWER.toUpperCase()}${DIGITS}@$!|+(`,
  '48cd3f6h1jk1mn0pqr57uvwxy2'.repeat(2) + '012345678645117c',
  [SEPARATOR],
);

/** Only the letters and digits, in lower case: what is left when case and separators are no cover. */
export function skeleton(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return mapped(bytes, SKELETON);
}

/** The same where digits and signs that stand for letters are no cover either. */
export function leet(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return mapped(bytes, LEET);
}

/** The same as `skeleton`, and gone when it is called for the second time after: new memory is half of what it costs. */
export const skeletonOnce = inTurns(SKELETON);

/** `leet` in the same way. */
export const leetOnce = inTurns(LEET);

function inTurns(table: ByteTable): (bytes: Uint8Array) => Uint8Array {
  let [older, newer] = [keptBytes(), keptBytes()];
  return (bytes) => {
    [older, newer] = [newer, older];
    return mappedInto(newer(bytes.length + MAPPED_SPARE), bytes, table);
  };
}

/**
 * Each letter of a skeleton as its distance from the letter before; digits stay. The same for all
 * rotations of the alphabet.
 */
export function rotation(bones: Uint8Array): Uint8Array<ArrayBuffer> {
  return rotationOnce(bones).slice();
}

const roomForRotation = keptBytes();

/** The same, and gone at the next call. */
export function rotationOnce(bones: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = roomForRotation(bones.length).subarray(0, bones.length);
  let last = 97;
  for (let at = 0; at < bones.length; at++) {
    const byte = bones[at] as number;
    if (byte < 97) {
      out[at] = byte;
      continue;
    }
    const step = byte - last;
    // 26 more where it is negative: without a branch that nobody could foresee.
    out[at] = 97 + step + (26 & (step >> 31));
    last = byte;
  }
  return out;
}

/** Each byte as its distance from the one before: the same whatever constant is added to all. */
function sumDelta(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = roomForDeltas(bytes);
  for (let at = 0; at < out.length; at++) out[at] = (bytes[at + 1] as number) - (bytes[at] as number);
  return out;
}

/** `sumDelta` of four bytes at once, without a carry from one to the next. */
export function sumDeltaOfWords(word: number, following: number): number {
  return ((following | ~LOW_BITS) - (word & LOW_BITS)) ^ ((following ^ ~word) & ~LOW_BITS);
}

/** Each byte by the bits that differ from the one before: the same under any one-byte key. */
function xorDelta(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = roomForDeltas(bytes);
  for (let at = 0; at < out.length; at++) out[at] = (bytes[at + 1] as number) ^ (bytes[at] as number);
  return out;
}

/** `xorDelta` of four bytes at once. */
export function xorDeltaOfWords(word: number, following: number): number {
  return word ^ following;
}

/** One of the two, by its name. */
export function deltaOf(bytes: Uint8Array, delta: 'sum' | 'xor'): Uint8Array<ArrayBuffer> {
  return deltaOnce(bytes, delta).slice();
}

const deltaRoom = keptBytes();

function roomForDeltas(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = Math.max(0, bytes.length - 1);
  return deltaRoom(length).subarray(0, length);
}

/** The same, and gone at the next call. */
export function deltaOnce(bytes: Uint8Array, delta: 'sum' | 'xor'): Uint8Array<ArrayBuffer> {
  return delta === 'sum' ? sumDelta(bytes) : xorDelta(bytes);
}
