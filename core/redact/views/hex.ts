import { backwards, binaryString, type View } from './view.ts';

const PREFIX = /0x|\\x/gi;
const NOT_HEX = /[^0-9A-Fa-f]+/g;
const MIN_DIGITS = 12;

/** Hexadecimal in either case, in one run or with anything but hex digits between, forwards or backwards. */
export const hex: View = {
  name: 'hex',
  of: ({ unescaped }) => [unescaped, backwards(unescaped)].flatMap(decoded),
};

function decoded(text: string): string[] {
  const digits = text.replace(PREFIX, '').replace(NOT_HEX, '');
  if (digits.length < MIN_DIGITS) return [];
  return [0, 1].map((phase) => binaryString(bytesOf(digits, phase)));
}

function bytesOf(digits: string, phase: number): Uint8Array {
  const bytes = new Uint8Array(Math.floor((digits.length - phase) / 2));
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = (digit(digits, phase + 2 * at) << 4) | digit(digits, phase + 2 * at + 1);
  }
  return bytes;
}

function digit(digits: string, at: number): number {
  const code = digits.charCodeAt(at);
  return code <= 57 ? code - 48 : (code | 32) - 87;
}
