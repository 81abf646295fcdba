import type { Random } from '../random.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const BASE62 = LOWER.toUpperCase() + LOWER + DIGITS;
const ALPHABETS = {
  base62: BASE62,
  base64: `${BASE62}+/`,
  base64url: `${BASE62}-_`,
  hex: '0123456789abcdef',
  base32: `${LOWER.toUpperCase()}234567`,
  base36: LOWER + DIGITS,
} as const;

const PREFIXES = [
  '',
  'ghp_',
  'sk-ant-api03-',
  'glpat-',
  'npm_',
  'xoxb-1234567890-',
  'sk_live_',
  'AIza',
  'key_',
  'dop_v1_',
];
const LENGTHS = [32, 40, 48, 64];

/** A kind of secret: how it begins, of which symbols it is, how long. */
export type SecretKind = { readonly name: string; readonly make: (random: Random) => string };

/** 240 kinds, by a beginning, an alphabet and a length. Dummies: nothing here was ever valid. */
export const secretKinds: readonly SecretKind[] = PREFIXES.flatMap((prefix) =>
  Object.entries(ALPHABETS).flatMap(([alphabet, symbols]) =>
    LENGTHS.map((length) => ({
      name: `${prefix}${alphabet}${length}`,
      make: (random: Random) =>
        prefix + Array.from({ length }, () => random.pick(Array.from(symbols))).join(''),
    })),
  ),
);
