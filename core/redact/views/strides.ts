import { SEPARATOR } from '../known/lenses.ts';
import type { View } from './view.ts';

const STRIDES = [2, 3, 4, 5, 6, 7, 8];

/** Every second to eighth character, from each start: a value with others put between. */
export const strides: View = {
  name: 'strides',
  kind: 'respelling',
  of: (text) => STRIDES.filter((stride) => text.length >= stride * 8).map((stride) => strided(text, stride)),
};

function strided(text: Uint8Array, stride: number): Uint8Array {
  const out = new Uint8Array(text.length + stride);
  let end = 0;
  for (let start = 0; start < stride; start++) {
    for (let at = start; at < text.length; at += stride) out[end++] = text[at] as number;
    out[end++] = SEPARATOR;
  }
  return out;
}
