import type { Encode } from './encode.ts';

const bytes = (text: string) => [...Buffer.from(text)];
const listed = (text: string, write: (byte: number) => string, between: string) =>
  bytes(text).map(write).join(between);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const hex = (byte: number) => byte.toString(16).padStart(2, '0');

function base32(text: string): string {
  const bits = listed(text, (byte) => byte.toString(2).padStart(8, '0'), '');
  const groups = bits.match(/.{1,5}/g) ?? [];
  const symbols = groups.map(
    (group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)],
  );
  return symbols.join('').padEnd(Math.ceil(symbols.length / 8) * 8, '=');
}

function base58(text: string): string {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let out = '';
  for (let rest = bigInteger(text); rest > 0n; rest /= 58n) out = `${alphabet[Number(rest % 58n)]}${out}`;
  return out;
}

function bigInteger(text: string): bigint {
  return bytes(text).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function ascii85(text: string): string {
  const data = Buffer.concat([Buffer.from(text), Buffer.alloc((4 - (Buffer.byteLength(text) % 4)) % 4)]);
  let out = '';
  for (let at = 0; at < data.length; at += 4) {
    let rest = data.readUInt32BE(at);
    let group = '';
    for (let digit = 0; digit < 5; digit++) {
      group = String.fromCharCode(33 + (rest % 85)) + group;
      rest = Math.floor(rest / 85);
    }
    out += group;
  }
  return out;
}

function xxd(text: string): string {
  const lines: string[] = [];
  const data = Buffer.from(text);
  for (let at = 0; at < data.length; at += 16) {
    const line = data.subarray(at, at + 16);
    const columns = (line.toString('hex').match(/.{1,4}/g) ?? []).join(' ');
    const shown = line.toString('latin1').replace(/[^ -~]/g, '.');
    lines.push(`${at.toString(16).padStart(8, '0')}: ${columns.padEnd(39)}  ${shown}`);
  }
  return lines.join('\n');
}

/** Other digits, other numbers. */
export const radixes: Readonly<Record<string, Encode>> = {
  base64,
  'base64 after one byte': (text) => base64(`x${text}`),
  'base64 after two bytes': (text) => base64(`xy${text}`),
  base64url: (text) => Buffer.from(`?>${text}`).toString('base64url'),
  'base64 wrapped at 20': (text) => base64(text).replace(/.{20}/g, '$&\n'),
  'base64 in groups of 4': (text) => base64(text).replace(/.{4}/g, '$& '),
  'base64 twice': (text) => base64(base64(text)),
  'base64 backwards': (text) => [...base64(text)].toReversed().join(''),
  'base64 of UTF-16': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  base32,
  'base32 small': (text) => base32(text).toLowerCase(),
  base58,
  ascii85,
  'big integer': (text) => bigInteger(text).toString(),
  hex: (text) => listed(text, hex, ''),
  'HEX spaced': (text) => listed(text, hex, ' ').toUpperCase(),
  'hex with colons': (text) => listed(text, hex, ':'),
  'hex escapes': (text) => listed(text, (byte) => `\\x${hex(byte)}`, ''),
  '0x list': (text) => listed(text, (byte) => `0x${hex(byte)}`, ', '),
  'decimal list': (text) => listed(text, String, ', '),
  'fromCharCode call': (text) => `String.fromCharCode(${listed(text, String, ',')})`,
  'codes plus three': (text) => listed(text, (byte) => String((byte + 3) % 256), ' '),
  'octal list': (text) => listed(text, (byte) => byte.toString(8).padStart(3, '0'), ' '),
  'octal escapes': (text) => listed(text, (byte) => `\\${byte.toString(8).padStart(3, '0')}`, ''),
  'binary list': (text) => listed(text, (byte) => byte.toString(2).padStart(8, '0'), ' '),
  'binary run': (text) => listed(text, (byte) => byte.toString(2).padStart(8, '0'), ''),
  'hex dump': xxd,
  percent: (text) => listed(text, (byte) => `%${hex(byte)}`, ''),
  'percent twice': (text) => listed(text, (byte) => `%25${hex(byte)}`, ''),
  'percent, every third': (text) =>
    bytes(text)
      .map((byte, at) => (at % 3 ? String.fromCharCode(byte) : `%${hex(byte)}`))
      .join(''),
  'decimal entities': (text) => listed(text, (byte) => `&#${byte};`, ''),
  'hex entities': (text) => listed(text, (byte) => `&#x${hex(byte)};`, ''),
  'unicode escapes': (text) => listed(text, (byte) => `\\u00${hex(byte)}`, ''),
  'braced unicode escapes': (text) => listed(text, (byte) => `\\u{${hex(byte)}}`, ''),
  'quoted-printable': (text) => listed(text, (byte) => `=${hex(byte).toUpperCase()}`, ''),
};
