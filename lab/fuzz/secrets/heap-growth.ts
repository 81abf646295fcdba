import { fileURLToPath } from 'node:url';
import { runProcess } from '../../runner/process.ts';

/** Bytes by which the heap is larger after the calls: of the search for all kinds, and of the worst kind alone. */
export type HeapGrowth = {
  readonly all: number;
  readonly most: { readonly bytes: number; readonly kind: string };
};

/** What may be left: counters and caches of the engine itself. One object a call would be some megabytes. */
export const MOST_GROWTH = 512 * 1024;

/** Measures in a process of its own, where the collector can be called. */
export async function heapGrowth(calls: number, each: boolean): Promise<HeapGrowth> {
  const lines: string[] = [];
  const program = fileURLToPath(new URL('heap-run.ts', import.meta.url));
  await runProcess({
    program: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      '--expose-gc',
      program,
      String(calls),
      each ? 'each' : '',
    ],
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    onLine: (line) => void lines.push(line),
    signal: new AbortController().signal,
    delays: { interrupt: 1000, terminate: 1000, streams: 1000 },
  });
  const last = lines.findLast((line) => line.startsWith('{"all"'));
  if (last === undefined) throw new Error(`the measurement gave no figures: ${lines.slice(-3).join(' ')}`);
  return JSON.parse(last) as HeapGrowth;
}
