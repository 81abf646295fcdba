import { sequenceLength, wordsInPlace } from './bytes.ts';
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
  return out.slice(0, end);
}

/**
 * The first place from `start` on where a long enough stretch may begin: no two neighbours in it are bytes of no
 * text. Looks at the last neighbours first, so that noise is passed over in leaps; none before `seen` twice.
 */
function nextStart(bytes: Uint8Array, start: number, seen: number): number {
  let first = start;
  for (let at = first + LEAST - 1; at < bytes.length && at > first && at >= seen; at--) {
    if (GOES_ON[((CLASS[bytes[at - 1] as number] as number) << 2) | (CLASS[bytes[at] as number] as number)])
      continue;
    first = at;
    at = first + LEAST;
  }
  return first + LEAST > bytes.length ? bytes.length : first;
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
  let zeros = 0;
  for (let word = 0; word < words.length && zeros < 3; word++) {
    const four = words[word] as number;
    // Nothing but zero has its highest bit set by this, or what stands right behind one.
    if (((four - 0x01010101) & ~four & 0x80808080) !== 0) zeros += zerosIn(bytes, word * 4, word * 4 + 4);
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
