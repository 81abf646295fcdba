import { sequenceLength } from './bytes.ts';

const LEAST = 12;

/**
 * The stretches of decoded bytes that are text, one after another; empty where there are none. UTF-16's
 * zero bytes are left out first. What is no text is noise of a decoding at the wrong place.
 */
export function readable(bytes: Uint8Array): Uint8Array {
  const plain = withoutZeros(bytes);
  const out = new Uint8Array(plain.length + 1);
  let end = 0;
  let start = 0;
  for (let at = 0; at < plain.length;) {
    const length = textLength(plain, at);
    if (length > 0) {
      for (let next = 0; next < length; next++) out[end++] = plain[at++] as number;
      continue;
    }
    end = closed(out, start, end);
    start = end;
    at++;
  }
  return out.subarray(0, closed(out, start, end));
}

/** Ends a stretch with a line feed, or forgets it when it is short. */
function closed(out: Uint8Array, start: number, end: number): number {
  if (end - start < LEAST) return start;
  out[end] = 10;
  return end + 1;
}

function textLength(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] as number;
  if (byte < 0x80) return (byte >= 32 && byte < 127) || byte === 10 || byte === 9 || byte === 13 ? 1 : 0;
  return sequenceLength(bytes, at);
}

/** Every second byte zero, for at least three characters in a row: UTF-16 of either order. */
function withoutZeros(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(0)) return bytes;
  const out = new Uint8Array(bytes.length);
  let end = 0;
  for (let at = 0; at < bytes.length; at++) {
    const isPad = bytes[at] === 0 && (bytes[at + 2] === 0 || bytes[at - 2] === 0) && bytes[at + 1] !== 0;
    if (!isPad) out[end++] = bytes[at] as number;
  }
  return out.subarray(0, end);
}
