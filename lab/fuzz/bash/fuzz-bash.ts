import { commandsOf } from '../../../core/policy/bash/commands.ts';
import { lineAt } from './lines.ts';
import { missing, type Reader } from './missing.ts';
import { runLines } from './run-lines.ts';

/** What came out: `clear` lines were judged, and each of `misses` started something that was not listed. */
export type Found = { lines: number; clear: number; started: number; misses: Miss[] };

export type Miss = { index: number; line: string; started: string[][] };

type Order = { seed: number; count: number; jobs: number; read?: Reader; onBatch?: (found: Found) => void };

const BATCH = 1000;

/**
 * Lets bash run the lines of a seed, where every program is a stub, and compares what it started with
 * what the judge's reader lists. Rejects when the cage cannot be built.
 */
export async function fuzzBash(order: Order): Promise<Found> {
  const { seed, count, jobs, read = commandsOf, onBatch } = order;
  const found: Found = { lines: 0, clear: 0, started: 0, misses: [] };
  let next = 0;
  const work = async () => {
    while (next < count) {
      const from = next;
      next = Math.min(count, from + BATCH);
      const lines = Array.from({ length: next - from }, (_, at) => lineAt(seed, from + at));
      const all = await runLines(lines);
      for (const [at, line] of lines.entries()) note(found, from + at, line, all[at] ?? [], read);
      onBatch?.(found);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  found.misses.sort((one, other) => one.index - other.index);
  return found;
}

function note(found: Found, index: number, line: string, started: string[][], read: Reader): void {
  found.lines += 1;
  const missed = missing(line, started, read);
  if (missed === undefined) return;
  found.clear += 1;
  found.started += started.length;
  if (missed.length > 0) found.misses.push({ index, line, started: missed });
}
