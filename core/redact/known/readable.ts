import { LOW_BITS, sequenceLength, wordsInPlace } from './bytes.ts';
import { keptBytes } from './kept-room.ts';

const LEAST = 12;
const NOTHING = new Uint8Array(0);
const roomForText = keptBytes();

/** 1 for the bytes of plain text, 2 for those that may begin a character of several, 3 for those that go on. */
const CLASS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if ((byte >= 32 && byte < 127) || byte === 10 || byte === 9 || byte === 13) return 1;
  if (byte >= 0x80 && byte < 0xc0) return 3;
  return byte >= 0xc2 && byte < 0xf5 ? 2 : 0;
});
/** Whether the second of two classes, two bits each, may stand behind the first in a text. */
const GOES_ON = Uint8Array.from({ length: 16 }, (_, pair) => {
  const [first, second] = [pair >> 2, pair & 3];
  if (first === 0 || second === 0) return 0;
  return (first === 2) === (second === 3) || (first === 3 && second === 3) ? 1 : 0;
});

/**
 * By the classes of four bytes, two bits each: 0 where all may stand in one text, else how far behind the last of them the
 * last byte of the next stretch is at least.
 */
const LEAP = Uint8Array.from({ length: 256 }, (_, four) => {
  const last = [3, 2, 1].find((place) => GOES_ON[(four >> (2 * (3 - place))) & 15] === 0);
  return last === undefined ? 0 : last + LEAST - 4;
});

/**
 * The stretches of decoded bytes that are text, one after another; empty where there are none. UTF-16's
 * zero bytes are left out first. What is no text is noise of a decoding at the wrong place.
 */
export function readable(bytes: Uint8Array): Uint8Array {
  const plain = isWide(bytes) ? withoutZeros(bytes) : bytes;
  let out: Uint8Array = NOTHING;
  let end = 0;
  let start = 0;
  for (let at = 0, seen = 0; at <= plain.length;) {
    if (at === start) {
      at = start = nextStart(plain, start, seen);
      seen = start + LEAST;
    }
    const kind = at < plain.length ? (CLASS[plain[at] as number] as number) : 0;
    const length = kind === 2 ? sequenceLength(plain, at) : kind === 1 ? 1 : 0;
    if (length > 0) {
      at += length;
      continue;
    }
    if (at - start >= LEAST) {
      if (end === 0) out = roomForText(plain.length + 1);
      out.set(plain.subarray(start, at), end);
      end += at - start;
      out[end++] = 10;
    }
    start = ++at;
  }
  return end === 0 ? NOTHING : out.slice(0, end);
}

/**
 * The first place from `start` on where a long enough stretch may begin: no two neighbours in it are bytes of no
 * text. Looks at the last neighbours first, so that noise is passed over in leaps; none before `seen` twice.
 */
function nextStart(bytes: Uint8Array, start: number, seen: number): number {
  for (let first = start; ;) {
    first = behindNoise(bytes, first);
    if (first + LEAST > bytes.length) return bytes.length;
    let at = first + LEAST - 1;
    while (at > first && at >= seen && GOES_ON[pairAt(bytes, at)] === 1) at--;
    if (at === first || at < seen) return first;
    first = at;
  }
}

/**
 * The first place from `start` on where the last four bytes of the shortest stretch may be text. Of noise they hardly ever
 * are: asked about all four at once, the processor foresees the answer, which is most of what noise costs.
 */
function behindNoise(bytes: Uint8Array, start: number): number {
  for (let at = start + LEAST - 1; at < bytes.length;) {
    const leap = LEAP[(pairAt(bytes, at - 2) << 4) | pairAt(bytes, at)] as number;
    if (leap === 0) return at - LEAST + 1;
    at += leap;
  }
  return bytes.length;
}

/** The classes of a byte and the one before it. */
function pairAt(bytes: Uint8Array, at: number): number {
  return ((CLASS[bytes[at - 1] as number] as number) << 2) | (CLASS[bytes[at] as number] as number);
}

/** Every second byte zero, for some characters in a row: UTF-16 of either order. Or three of four: UTF-32. */
function withoutZeros(bytes: Uint8Array): Uint8Array {
  if (isWidest(bytes)) return bytes.filter((byte) => byte !== 0);
  const out = new Uint8Array(bytes.length);
  let end = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    const isPad = byte === 0 && (bytes[at + 2] === 0 || bytes[at - 2] === 0) && bytes[at + 1] !== 0;
    if (!isPad) out[end++] = byte;
  }
  return out.subarray(0, end);
}

/** Whether a zero stands two bytes behind another one at three places. */
function isWide(bytes: Uint8Array): boolean {
  const words = wordsInPlace(bytes);
  let [zeros, before] = [0, 0];
  for (let at = 0; at < words.length && zeros < 3; at++) {
    const word = words[at] as number;
    // The highest bit of each byte that is zero, and whether one is two bytes behind another.
    const here = ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
    if ((here & ((here << 16) | (before >>> 16))) !== 0) zeros += zerosIn(bytes, at * 4, at * 4 + 4);
    before = here;
  }
  return zeros + zerosIn(bytes, words.length * 4, bytes.length) >= 3;
}

/** Whether three zeros stand four bytes behind three others at three places. */
function isWidest(bytes: Uint8Array): boolean {
  let count = 0;
  let zeros = 0;
  let last = -1;
  for (let at = 0; at < bytes.length && count < 3; at++) {
    zeros = bytes[at] === 0 ? zeros + 1 : 0;
    if (zeros !== 3) continue;
    if (at - last === 4) count++;
    last = at;
  }
  return count >= 3;
}

function zerosIn(bytes: Uint8Array, from: number, to: number): number {
  let zeros = 0;
  for (let at = Math.max(2, from); at < to; at++) if (bytes[at] === 0 && bytes[at - 2] === 0) zeros++;
  return zeros;
}
