import type { Kind } from '../../../core/redact/kinds/kind.ts';
import { findShapes } from '../../../core/redact/kinds/shapes.ts';
import { randomOf } from '../random.ts';
import { exampleOf } from './example.ts';

/** Texts that make a search work for nothing: one piece of each, to be repeated. */
export function hostilePieces(kind: Kind): string[] {
  const anchor = kind.anchors[0] ?? '';
  const { text } = exampleOf(kind.examples[0] ?? '', randomOf(1, 1));
  return [
    anchor,
    `${anchor} `,
    `${anchor}a1.`,
    `${anchor}${'a'.repeat(30)}!`,
    `${text.slice(0, -4)}! `,
    `${text} `,
  ];
}

/** Megabytes that are searched in a second of our own time: the best of some attempts. */
export function rateOf(text: string, attempts: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = process.cpuUsage();
    findShapes(text);
    best = Math.min(best, Math.max(1, process.cpuUsage(before).user));
  }
  return text.length / best;
}

/** A piece again and again, in one flat string. */
export function repeated(piece: string, length: number): string {
  return Buffer.from(piece.repeat(Math.ceil(length / piece.length)).slice(0, length)).toString('utf8');
}
