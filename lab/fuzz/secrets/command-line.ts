import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findGeneric } from '../../../core/redact/generic.ts';
import { kinds } from '../../../core/redact/kinds/table.ts';
import { findShapes } from '../../../core/redact/kinds/shapes.ts';
import { packageRoot } from '../../package-root.ts';
import { recallOf } from './recall.ts';

const SEED = 5;
const PER_DESCRIPTION = 100;
const CLEAN_BYTES = 60e6;
const CLEAN_FILES = 'node_modules/**/*.{js,mjs,cjs,ts,json,md}';

const LEAST_RECALL = 0.95;
/** Findings in a megabyte of clean code: of the precise kinds, and of the guess that is made of posted text only. */
const MOST_PRECISE = 1;
const MOST_GENERIC = 10;

/** `npm run fuzz -- shapes`: false hits and recall of the search by shape. Its speed: `rules`. Returns the exit code. */
export function shapesCommandLine(say: (line: string) => void): number {
  const { precise, generic } = sayFalseHits(say);
  const { made, masked } = sayRecall(say);
  say(
    `${kinds.length} kinds, seed ${SEED}: ${masked} of ${made} generated secrets masked (${((100 * masked) / made).toFixed(1)} %); ` +
      `findings in a MB of clean code: ${precise.toFixed(2)} precise, ${generic.toFixed(2)} generic`,
  );
  return masked / made < LEAST_RECALL || precise > MOST_PRECISE || generic > MOST_GENERIC ? 1 : 0;
}

function sayRecall(say: (line: string) => void): { readonly made: number; readonly masked: number } {
  const found = kinds.map((kind) => ({
    kind: kind.name,
    ...recallOf(kind, SEED, PER_DESCRIPTION * kind.examples.length),
  }));
  for (const { kind, missed } of found) if (missed !== null) say(`missed ${kind}: ${JSON.stringify(missed)}`);
  const sum = (of: 'made' | 'masked') => found.reduce((total, recall) => total + recall[of], 0);
  return { made: sum('made'), masked: sum('masked') };
}

/** Files of the dependencies hold a few real shapes (keys and tokens of their tests): these count as false. */
function sayFalseHits(say: (line: string) => void): { readonly precise: number; readonly generic: number } {
  const isPrecise = new Set(kinds.filter((kind) => kind.confidence === 'precise').map((kind) => kind.name));
  const files = ['package-lock.json', ...globSync(CLEAN_FILES, { cwd: packageRoot }).toSorted()];
  const counts = new Map<string, number>();
  let [size, generic] = [0, 0];
  for (const file of files) {
    if (size > CLEAN_BYTES) break;
    const text = readFileSync(join(packageRoot, file), 'utf8');
    size += text.length;
    generic += findGeneric(text).length;
    for (const { kind } of findShapes(text)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const precise = [...counts].reduce((sum, [kind, count]) => sum + (isPrecise.has(kind) ? count : 0), 0);
  say(
    `${(size / 1e6).toFixed(0)} MB of the dependencies: ${[...counts].map((one) => one.join(' ')).join(', ')}`,
  );
  return { precise: (precise / size) * 1e6, generic: (generic / size) * 1e6 };
}
