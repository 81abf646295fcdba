import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from '../../../core/redact/kinds/kind.ts';
import { findShapes } from '../../../core/redact/kinds/shapes.ts';
import { packageRoot } from '../../package-root.ts';
import { randomOf } from '../random.ts';
import { exampleOf } from './example.ts';

/** Texts that make a search work for nothing: one piece of each, to be repeated. */
export function hostilePieces(kind: Kind): string[] {
  const anchor = kind.anchors[0] ?? '';
  const { text } = exampleOf(kind.examples[0] ?? '', randomOf(1, 1));
  return [
    anchor,
    `${anchor} `,
    `${anchor}=`,
    `${anchor}:`,
    `${anchor}a1.`,
    `${anchor}${'a'.repeat(30)}!`,
    `${text.slice(0, -4)}! `,
    `${text} `,
  ];
}

/** Text as it is, in which little looks like a secret: as much of each as of the others, mixed. */
export function cleanText(length: number): string {
  const read = (...path: string[]) => readFileSync(join(packageRoot, ...path), 'utf8');
  const sources = [
    read('package-lock.json'),
    read('core', 'redact', 'known', 'explore.ts') + read('core', 'command', 'parse.ts'),
    read('node_modules', 'axe-core', 'axe.min.js'),
    lines((digest) => digest.toString('hex')),
    lines((digest) =>
      digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
    ),
    lines(
      (digest, at) => `2026-11-21T12:00:${at % 60}Z INFO request ${digest.readUInt32LE(0)} took ${at} ms`,
    ),
  ];
  const share = Math.ceil(length / sources.length);
  return repeated(sources.map((source) => repeated(source, share)).join(''), length);
}

function lines(write: (digest: Buffer, at: number) => string): string {
  const digest = (at: number) => createHash('sha256').update(String(at)).digest();
  return Array.from({ length: 2000 }, (_, at) => `${write(digest(at), at)}\n`).join('');
}

/** Megabytes that are searched in a second of our own time: the best of some attempts. */
export function rateOf(text: string, attempts: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < attempts; attempt++)
    best = Math.min(best, microsecondsOf(findShapes, text));
  return text.length / best;
}

/** Hostile text may take so many times as long as clean text of the same length. */
export const MOST_TIMES = 4;
const FEWEST_ATTEMPTS = 2;
const MOST_ATTEMPTS = 20;

/**
 * How many times as long a search takes for hostile text as for clean text, both in the processor's time. What else the
 * machine does makes either longer and never shorter: while it looks like too much, both are taken again, and the best
 * of each is what counts.
 */
export function timesAsLong(find: (text: string) => unknown, hostile: string, clean: string): number {
  let [best, normal] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    best = Math.min(best, microsecondsOf(find, hostile));
    normal = Math.min(normal, microsecondsOf(find, clean));
    if (attempt + 1 >= FEWEST_ATTEMPTS && best <= MOST_TIMES * normal) break;
  }
  return best / hostile.length / (normal / clean.length);
}

function microsecondsOf(find: (text: string) => unknown, text: string): number {
  const before = process.cpuUsage();
  find(text);
  const { user, system } = process.cpuUsage(before);
  return Math.max(1, user + system);
}

/** A piece again and again, in one flat string. */
export function repeated(piece: string, length: number): string {
  return Buffer.from(piece.repeat(Math.ceil(length / piece.length)).slice(0, length)).toString('utf8');
}
