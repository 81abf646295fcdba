import { base64 } from './base64.ts';
import { hex } from './hex.ts';
import { markup } from './markup.ts';
import { numbers } from './numbers.ts';
import { quotedPrintable } from './quoted-printable.ts';
import { reversed } from './reversed.ts';
import type { View } from './view.ts';

/** Every disguise the gate looks behind, beyond escapes and look-alikes. */
export const views: readonly View[] = [markup, reversed, base64, hex, numbers, quotedPrintable];
