import { backwards, binaryString, type View } from './view.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUE = new Uint8Array(128);
Array.from(ALPHABET).forEach((character, value) => (VALUE[character.charCodeAt(0)] = value));

const NOT_BASE64 = /[^A-Za-z0-9+/]+/g;
const RUN = /[A-Za-z0-9+/_-]{16,}/g;
const MIN_LENGTH = 8;

/**
 * Base64 and base64url, wrapped or spaced, at any alignment, twice over, forwards or backwards. All
 * characters outside the alphabet are dropped and the rest is decoded from each of four starting
 * points: whatever precedes a run, one of them meets its alignment.
 */
export const base64: View = {
  name: 'base64',
  of: ({ unescaped }) => [unescaped, backwards(unescaped)].flatMap(twice),
};

function twice(text: string): string[] {
  const once = phases(text);
  return [...once, ...once.flatMap((decoded) => phases((decoded.match(RUN) ?? []).join('')))];
}

function phases(text: string): string[] {
  const symbols = text.replaceAll('-', '+').replaceAll('_', '/').replace(NOT_BASE64, '');
  if (symbols.length < MIN_LENGTH) return [];
  return [0, 1, 2, 3].map((phase) => binaryString(decode(symbols, phase)));
}

function decode(symbols: string, phase: number): Uint8Array {
  const bytes = new Uint8Array(Math.floor(((symbols.length - phase) * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let index = phase; index < symbols.length; index++) {
    bits = ((bits << 6) | (VALUE[symbols.charCodeAt(index)] ?? 0)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = (bits >> held) & 0xff;
  }
  return bytes;
}
