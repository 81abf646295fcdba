import { utf8 } from './bytes.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** One writing of a value: how many of its characters stand for one of the value, and what is public. */
export type Form = { readonly text: string; readonly perByte: number; readonly wholeOnly?: boolean };

/**
 * The writings of a value that its neighbours cannot change: base64 at its three alignments and base32
 * at its five without the characters at the ends that hold bits of others, and hex.
 */
export function encodedForms(value: string): Form[] {
  const bytes = utf8(value);
  const wide = Uint8Array.from({ length: bytes.length * 2 }, (_, at) =>
    at % 2 ? 0 : (bytes[at / 2] as number),
  );
  return [
    ...[0, 1, 2].map((shift) => ({ text: core(bytes, shift, 6, BASE64), perByte: 4 / 3 })),
    { text: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''), perByte: 2 },
    ...[0, 1, 2, 3, 4].map((shift) => ({ text: core(bytes, shift, 5, BASE32), perByte: 8 / 5 })),
    ...[0, 1, 2].map((shift) => ({ text: core(wide, shift, 6, BASE64), perByte: 8 / 3 })),
  ];
}

/** Writings in which a value only shows as a whole: one more character before it changes all others. */
export function numberForms(value: string): Form[] {
  const bytes = utf8(value);
  if (bytes.length > 200) return [];
  const number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return [
    { text: inBase(number, BASE58), perByte: 1.37, wholeOnly: true },
    { text: number.toString(), perByte: 2.4, wholeOnly: true },
    { text: ascii85(bytes), perByte: 1, wholeOnly: true },
  ];
}

/** The symbols of `width` bits that lie wholly in `bytes` when `shift` bytes stand before them. */
function core(bytes: Uint8Array, shift: number, width: number, alphabet: string): string {
  let text = '';
  const skip = (width - ((shift * 8) % width)) % width;
  for (let bit = skip; bit + width <= bytes.length * 8; bit += width) {
    const at = bit >> 3;
    const pair = ((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0);
    text += alphabet[(pair >> (16 - width - (bit & 7))) & ((1 << width) - 1)];
  }
  return text;
}

/** Whole groups of four bytes only: what follows the value changes the last. */
function ascii85(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    let rest = bytes.subarray(at, at + 4).reduce((sum, byte) => sum * 256 + byte, 0);
    let group = '';
    for (let digit = 0; digit < 5; digit++) {
      group = String.fromCharCode(33 + (rest % 85)) + group;
      rest = Math.floor(rest / 85);
    }
    text += group;
  }
  return text;
}

function inBase(number: bigint, alphabet: string): string {
  let text = '';
  for (let rest = number; rest > 0n; rest /= 58n) text = alphabet[Number(rest % 58n)] + text;
  return text;
}

/** A value with its characters in another order, as games with pencil and paper do it. */
export function transposed(value: string): string[] {
  const forms = [2, 3, 4, 5].map((rails) => railFence(value, rails));
  for (let width = 2; width <= 12 && width * 2 <= value.length; width++) forms.push(columns(value, width));
  return [...forms, value.replace(/(.)(.)/gs, '$2$1')];
}

function railFence(value: string, rails: number): string {
  const rows: string[] = Array.from({ length: rails }, () => '');
  const period = 2 * rails - 2;
  for (let at = 0; at < value.length; at++) {
    const place = at % period;
    const row = place < rails ? place : period - place;
    rows[row] = `${rows[row] ?? ''}${value[at] ?? ''}`;
  }
  return rows.join('');
}

function columns(value: string, width: number): string {
  let text = '';
  for (let column = 0; column < width; column++) {
    for (let at = column; at < value.length; at += width) text += value[at];
  }
  return text;
}
