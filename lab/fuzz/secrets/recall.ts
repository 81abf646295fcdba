import type { Kind } from '../../../core/redact/kinds/kind.ts';
import { findShapes } from '../../../core/redact/kinds/shapes.ts';
import { mask } from '../../../core/redact/scan.ts';
import { randomOf } from '../random.ts';
import { exampleOf, type Example } from './example.ts';

/** Where a secret may stand in what a run writes. */
export const places: Readonly<Record<string, (secret: string) => string>> = {
  alone: (secret) => secret,
  'in a sentence': (secret) => `The value is ${secret} and more.`,
  'in double quotes': (secret) => `const x = "${secret}";`,
  'in single quotes': (secret) => `x: '${secret}',`,
  'in backticks': (secret) => `see \`${secret}\`.`,
  'in JSON': (secret) => JSON.stringify({ value: secret }),
  'in an address': (secret) => `https://host.example/path?t=${secret}&x=1`,
  'at the end of a line': (secret) => `export X=${secret}\nnext line\n`,
  'in a diff': (secret) => `-old\n${secret.replace(/^/gm, '+')}\n context`,
  'in Markdown': (secret) => `- **${secret}**`,
};

/** How many generated secrets of a kind were masked, and one that was not. */
export type Recall = { readonly made: number; readonly masked: number; readonly missed: string | null };

/** Masks generated secrets of a kind in every place: at least `count` of them. */
export function recallOf(kind: Kind, seed: number, count: number): Recall {
  const names = Object.keys(places);
  let masked = 0;
  let missed: string | null = null;
  for (let index = 0; index < count; index++) {
    const random = randomOf(seed, place(kind.name, index));
    const example = exampleOf(kind.examples[index % kind.examples.length] ?? '', random);
    const text =
      places[names[(index + Math.floor(index / names.length)) % names.length] ?? '']?.(example.text) ?? '';
    if (isGone(example, maskShapes(text))) masked++;
    else missed = text;
  }
  return { made: count, masked, missed };
}

/** A text with all shapes masked. */
export function maskShapes(text: string): string {
  return mask(
    text,
    findShapes(text).map((shape) => ({ ...shape, canary: false })),
  ).text;
}

/** Whether no eight characters of the random parts are left. */
export function isGone({ random }: Example, text: string): boolean {
  return random.every((part) => {
    for (let at = 0; at + 8 <= part.length; at++) if (text.includes(part.slice(at, at + 8))) return false;
    return true;
  });
}

/** A number of its own for each kind, so that a new kind does not change the secrets of others. */
function place(name: string, index: number): number {
  let sum = 0;
  for (const character of name) sum = (Math.imul(sum, 31) + character.charCodeAt(0)) | 0;
  return sum + index;
}
