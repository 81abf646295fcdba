import { keptBytes } from './kept-room.ts';

/** The UTF-8 bytes of a text; a lone surrogate becomes U+FFFD, as everywhere on its way out. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  const ascii = new Uint8Array(text.length);
  // Most text is ASCII, and then these are its bytes.
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) return utf8Behind(ascii.subarray(0, at), text);
    ascii[at] = code;
  }
  return ascii;
}

/** The bytes of a text of which the first ones, all ASCII, are known. */
function utf8Behind(known: Uint8Array, text: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(known.length + (text.length - known.length) * 3);
  out.set(known);
  let end = known.length;
  for (let at = end; at < text.length; at++) {
    let point = text.charCodeAt(at);
    if (point < 0x80) {
      out[end++] = point;
      continue;
    }
    if (point >= 0xd800 && point <= 0xdfff) {
      const low = text.charCodeAt(at + 1);
      const isPair = point < 0xdc00 && low >= 0xdc00 && low <= 0xdfff;
      point = isPair ? 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
      if (isPair) at++;
    }
    end = putPoint(out, end, point);
  }
  return out.slice(0, end);
}

/** Writes one code point as UTF-8 at `end` and returns where the next one goes. */
export function putPoint(out: Uint8Array, end: number, point: number): number {
  let at = end;
  if (point < 0x80) {
    out[at++] = point;
    return at;
  }
  if (point < 0x800) {
    out[at++] = 0xc0 | (point >> 6);
  } else {
    if (point < 0x10000) {
      out[at++] = 0xe0 | (point >> 12);
    } else {
      out[at++] = 0xf0 | (point >> 18);
      out[at++] = 0x80 | ((point >> 12) & 63);
    }
    out[at++] = 0x80 | ((point >> 6) & 63);
  }
  out[at++] = 0x80 | (point & 63);
  return at;
}

/** How many bytes the UTF-8 sequence at `at` has; 0 where there is none. */
export function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? (first < 0xf5 ? 4 : 0) : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  for (let next = 1; next < length; next++) {
    if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  if (first === 0xf4 && (bytes[at + 1] as number) > 0x8f) return 0;
  return length;
}

/** The code point of a sequence whose length `sequenceLength` told. */
export function pointAt(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at] as number;
  if (length === 1) return first;
  let point = first & (0xff >> (length + 1));
  for (let next = 1; next < length; next++) point = (point << 6) | ((bytes[at + next] as number) & 63);
  return point;
}

const codes: number[] = Array.from({ length: 8192 }, () => 0);

/** Bytes as a string of one character each. */
export function binaryString(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  for (; at + codes.length <= bytes.length; at += codes.length) {
    for (let index = 0; index < codes.length; index++) codes[index] = bytes[at + index] as number;
    // Spread, they would go through an iterator: six times slower. Bytes take a third longer than numbers.
    text += Reflect.apply(String.fromCharCode, null, codes);
  }
  return text + Reflect.apply(String.fromCharCode, null, bytes.subarray(at));
}

/** The bytes of a string of characters below 256. */
export function binaryBytes(text: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) out[at] = text.charCodeAt(at);
  return out;
}

const roomForCodes = keptBytes();

/** The codes of a text's characters, 0 for those above 255; gone at the next call. */
export function codesOf(text: string): Uint8Array {
  const out = roomForCodes(text.length).subarray(0, text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    out[at] = code < 256 ? code : 0;
  }
  return out;
}

/** All bits of four bytes but the highest of each. */
export const LOW_BITS = 0x7f7f7f7f;

/** The bytes as 32-bit words, the last 0 to 3 bytes left out. */
export function wordsOf(bytes: Uint8Array): Int32Array {
  return bytes.byteOffset % 4 === 0 ? wordsInPlace(bytes) : wordsInPlace(bytes.slice());
}

/** The same without a copy: none of bytes that do not begin at a word. */
export function wordsInPlace(bytes: Uint8Array): Int32Array {
  if (bytes.byteOffset % 4 !== 0) return NO_WORDS;
  if (last.bytes !== bytes)
    last = { bytes, words: new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2) };
  return last.words;
}

const NO_WORDS = new Int32Array(0);
/** Most are looked at by several searches, one after another, and to make such an array is much of what a short one costs. */
let last: { readonly bytes: Uint8Array; readonly words: Int32Array } = {
  bytes: new Uint8Array(0),
  words: NO_WORDS,
};

/** A copy of some bytes, one after another. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    out.set(part, end);
    end += part.length;
  }
  return out;
}

/** Whether two stretches hold the same bytes. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  const [words, others] = [wordsInPlace(left), wordsInPlace(right)];
  const both = Math.min(words.length, others.length);
  for (let at = 0; at < both; at++) if (words[at] !== others[at]) return false;
  for (let at = both * 4; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}

/** Whether there is a byte above 127. */
export function hasHighByte(bytes: Uint8Array): boolean {
  const words = wordsOf(bytes);
  for (let at = 0; at < words.length; at++) if ((words[at] as number) & 0x80808080) return true;
  for (let at = words.length * 4; at < bytes.length; at++) if ((bytes[at] as number) > 127) return true;
  return false;
}
