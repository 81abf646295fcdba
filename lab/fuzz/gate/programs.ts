import type { Encode } from './encode.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SMALL = LETTERS.toLowerCase();
const RFC1924 = `0123456789${LETTERS}${SMALL}!#$%&()*+-;<=>?@^_\`{|}~`;
const Z85 = `0123456789${SMALL}${LETTERS}.-:+=^!/*?&<>()[]{}@%$#`;

/** The lines of `od` with columns of `width` bytes, the lowest first, and offsets of seven octal digits. */
function dump(text: string, width: 2 | 4, column: (value: number) => string): string {
  const data = padded(text, width);
  const lines: string[] = [];
  for (let at = 0; at < data.length; at += 16) {
    const line = data.subarray(at, at + 16);
    const columns = Array.from({ length: line.length / width }, (_, index) =>
      column(line.readUIntLE(index * width, width)),
    );
    lines.push(`${at.toString(8).padStart(7, '0')} ${columns.join(' ')}`);
  }
  return [...lines, Buffer.byteLength(text).toString(8).padStart(7, '0')].join('\n');
}

function padded(text: string, width: number): Buffer {
  const data = Buffer.from(text);
  return Buffer.concat([data, Buffer.alloc((width - (data.length % width)) % width)]);
}

function base32hex(text: string): string {
  const bits = Array.from(Buffer.from(text), (byte) => byte.toString(2).padStart(8, '0')).join('');
  const symbols = (bits.match(/.{1,5}/g) ?? []).map((group) =>
    Number.parseInt(group.padEnd(5, '0'), 2).toString(32),
  );
  return symbols
    .join('')
    .toUpperCase()
    .padEnd(Math.ceil(symbols.length / 8) * 8, '=');
}

function base85(text: string, alphabet: string): string {
  const data = padded(text, 4);
  let out = '';
  for (let at = 0; at < data.length; at += 4) {
    let rest = data.readUInt32BE(at);
    let group = '';
    for (let digit = 0; digit < 5; digit++) {
      group = `${alphabet[rest % 85]}${group}`;
      rest = Math.floor(rest / 85);
    }
    out += group;
  }
  // A symbol less for each byte that was put behind.
  return out.slice(0, out.length - (data.length - Buffer.byteLength(text)));
}

function uuencoded(text: string): string {
  const symbol = (value: number) => String.fromCharCode(value === 0 ? 0x60 : 32 + value);
  const data = Buffer.from(text);
  const lines: string[] = [];
  for (let at = 0; at < data.length; at += 45) {
    const line = data.subarray(at, at + 45);
    const threes = Buffer.concat([line, Buffer.alloc((3 - (line.length % 3)) % 3)]);
    let symbols = '';
    for (let from = 0; from < threes.length; from += 3) {
      const group = threes.readUIntBE(from, 3);
      symbols += [18, 12, 6, 0].map((shift) => symbol((group >> shift) & 63)).join('');
    }
    lines.push(`${symbol(line.length)}${symbols}`);
  }
  return lines.join('\n');
}

const each = (text: string, write: (byte: number) => string, between: string) =>
  Array.from(Buffer.from(text), write).join(between);
const utf32 = (text: string) => Buffer.from(Array.from(Buffer.from(text), (byte) => [byte, 0, 0, 0]).flat());

/** What programs write that every runner has, or one line of a script. */
export const programs: Readonly<Record<string, Encode>> = {
  od: (text) => dump(text, 2, (value) => value.toString(8).padStart(6, '0')),
  'od -t u2': (text) => dump(text, 2, (value) => value.toString().padStart(5)),
  'od -t d4': (text) => dump(text, 4, (value) => value.toString().padStart(11)),
  'od -t x2': (text) => dump(text, 2, (value) => value.toString(16).padStart(4, '0')),
  'od -t x4': (text) => dump(text, 4, (value) => value.toString(16).padStart(8, '0')),
  'basenc --base2lsbf': (text) =>
    each(text, (byte) => [...byte.toString(2).padStart(8, '0')].toReversed().join(''), ''),
  base32hex,
  base85: (text) => base85(text, RFC1924),
  Z85: (text) => base85(text, Z85),
  uuencode: uuencoded,
  'UTF-32 in hex': (text) => utf32(text).toString('hex'),
  'UTF-32 in base64': (text) => utf32(text).toString('base64'),
  'codes of three digits': (text) => each(text, (byte) => String(byte).padStart(3, '0'), ''),
  'octal codes of three digits': (text) => each(text, (byte) => byte.toString(8).padStart(3, '0'), ''),
  'codes with nothing between': (text) => each(text, String, ''),
  'codes plus a thousand': (text) => each(text, (byte) => String(byte + 1000), ', '),
  'codes minus a hundred': (text) => each(text, (byte) => String(byte - 100), ', '),
  'places and codes': (text) => Array.from(Buffer.from(text), (byte, at) => `${at}: ${byte}`).join('\n'),
  'codes in versions': (text) => each(text, (byte) => `v1.${byte}.0`, ' '),
  'characters in objects': (text) =>
    JSON.stringify(Array.from(text, (character, place) => ({ place, character }))),
  'code points': (text) => each(text, (byte) => `U+${byte.toString(16).padStart(4, '0')}`, ' '),
  'CSS escapes': (text) => each(text, (byte) => `\\${byte.toString(16).padStart(6, '0')}`, ''),
};
