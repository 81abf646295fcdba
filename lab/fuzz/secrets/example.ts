import type { Random } from '../random.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const BASE62 = UPPER + LOWER + DIGITS;

const alphabets: Readonly<Record<string, string>> = {
  base62: BASE62,
  base64: `${BASE62}+/`,
  base64url: `${BASE62}-_`,
  base58: BASE62.replace(/[0OIl]/g, ''),
  base36: LOWER + DIGITS,
  BASE36: UPPER + DIGITS,
  base32: `${UPPER}234567`,
  base32l: `${LOWER}234567`,
  bech32: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  bech32l: 'qpzry9x8gf2tvdw0s3jn54khce6mua7l',
  hex: `${DIGITS}abcdef`,
  HEX: `${DIGITS}ABCDEF`,
  digits: DIGITS,
  letters: UPPER + LOWER,
};

/** A made-up secret, and the random stretches in it: what must not be left when it is masked. */
export type Example = { readonly text: string; readonly random: readonly string[] };

/** Fills `{alphabet:length}` and `{uuid}` in a description; everything else stays as it is. */
export function exampleOf(description: string, random: Random): Example {
  const parts: string[] = [];
  const text = description.replace(/\{(\w+)(?::(\d+))?\}/g, (_, alphabet: string, length?: string) => {
    const part = filled(alphabet, Number(length ?? 0), random);
    parts.push(part);
    return part;
  });
  return { text, random: parts };
}

function filled(alphabet: string, length: number, random: Random): string {
  if (alphabet === 'uuid') return [8, 4, 4, 4, 12].map((size) => filled('hex', size, random)).join('-');
  // A number in base64: three digits are four characters.
  if (alphabet === 'digits64') return btoa(filled('digits', (length / 4) * 3, random));
  const characters = alphabets[alphabet];
  if (characters === undefined || length === 0) throw new Error(`{${alphabet}:${length}} is no field`);
  // What ends a field is no dash: a token that is followed by one cannot be told from a longer one.
  const end = characters.replace(/[-_+/]/g, '');
  return `${Array.from({ length: length - 1 }, () => random.pick(Array.from(characters))).join('')}${random.pick(Array.from(end))}`;
}
