import { base32, base32hex } from './base32.ts';
import { base64, base64Spread } from './base64.ts';
import { bits } from './bits.ts';
import { hex, hexSpread } from './hex.ts';
import { hexdump } from './hexdump.ts';
import { hiddenBits } from './hidden-bits.ts';
import { markup } from './markup.ts';
import { numbers } from './numbers.ts';
import { ascii85, base85, largeNumbers } from './radix.ts';
import { positional } from './positional.ts';
import { reordered } from './reordered.ts';
import { reversed } from './reversed.ts';
import { spoken } from './spoken.ts';
import { strides } from './strides.ts';
import { substituted } from './substituted.ts';
import { uuencode } from './uuencode.ts';
import type { View } from './view.ts';

/** Every disguise the gate looks behind, beyond escapes, look-alikes and what the lenses see through. */
export const views: readonly View[] = [
  base64,
  base64Spread,
  base32,
  base32hex,
  hex,
  hexSpread,
  numbers,
  bits,
  largeNumbers,
  ascii85,
  base85,
  uuencode,
  hiddenBits,
  hexdump,
  markup,
  positional,
  reordered,
  reversed,
  spoken,
  strides,
  substituted,
];
