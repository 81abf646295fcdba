import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from '../../../core/redact/kinds/table.ts';
import { findShapes } from '../../../core/redact/kinds/shapes.ts';
import { packageRoot } from '../../package-root.ts';
import { hostilePieces, rateOf, repeated } from './hostile.ts';
import { recallOf } from './recall.ts';

const SEED = 5;
const PER_DESCRIPTION = 100;
const CLEAN_BYTES = 60e6;
const HOSTILE_LENGTH = 2e5;
const CLEAN_FILES = 'node_modules/**/*.{js,mjs,cjs,ts,json,md}';

/** `npm run fuzz -- shapes`: recall, false hits and speed of the search by shape. Returns the exit code. */
export function shapesCommandLine(say: (line: string) => void): number {
  const missed = sayRecall(say);
  sayFalseHits(say);
  saySpeed(say);
  return missed > 0 ? 1 : 0;
}

function sayRecall(say: (line: string) => void): number {
  const found = kinds.map((kind) => ({
    kind: kind.name,
    ...recallOf(kind, SEED, PER_DESCRIPTION * kind.examples.length),
  }));
  for (const { kind, missed } of found) if (missed !== null) say(`missed ${kind}: ${JSON.stringify(missed)}`);
  const made = found.reduce((sum, recall) => sum + recall.made, 0);
  const masked = found.reduce((sum, recall) => sum + recall.masked, 0);
  say(`${masked} of ${made} generated secrets of ${kinds.length} kinds were masked, seed ${SEED}`);
  return made - masked;
}

/** Files of the dependencies hold a few real shapes (keys and tokens of their tests): these count as false. */
function sayFalseHits(say: (line: string) => void): void {
  const precise = new Set(kinds.filter((kind) => kind.confidence === 'precise').map((kind) => kind.name));
  const files = ['package-lock.json', ...globSync(CLEAN_FILES, { cwd: packageRoot }).toSorted()];
  const counts = new Map<string, number>();
  let size = 0;
  for (const file of files) {
    if (size > CLEAN_BYTES) break;
    const text = readFileSync(join(packageRoot, file), 'utf8');
    size += text.length;
    for (const { kind } of findShapes(text)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const total = (of: boolean) =>
    [...counts].reduce((sum, [kind, count]) => sum + (precise.has(kind) === of ? count : 0), 0);
  const perMegabyte = (count: number) => ((count / size) * 1e6).toFixed(2);
  say(
    `${(size / 1e6).toFixed(0)} MB of the dependencies: ${[...counts].map((one) => one.join(' ')).join(', ')}`,
  );
  say(`findings per MB: precise ${perMegabyte(total(true))}, named ${perMegabyte(total(false))}`);
}

function saySpeed(say: (line: string) => void): void {
  const clean = repeated(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8'), 2e6);
  const normal = rateOf(clean, 20);
  const rates = kinds
    .flatMap((kind) =>
      hostilePieces(kind).map((piece) => ({ piece, rate: rateOf(repeated(piece, HOSTILE_LENGTH), 3) })),
    )
    .toSorted((left, right) => left.rate - right.rate);
  say(`clean text ${normal.toFixed(0)} MB/s; ${rates.length} hostile texts, slowest:`);
  for (const { piece, rate } of rates.slice(0, 5))
    say(`  ${rate.toFixed(1)} MB/s: ${JSON.stringify(piece.slice(0, 60))}`);
  const slow = rates.filter(({ rate }) => rate < normal / 4).length;
  say(`${slow} of them are below a quarter of the rate of clean text`);
}
