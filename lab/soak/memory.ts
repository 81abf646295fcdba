import { trendOf, type Tolerance, type Trend } from './slope.ts';

/** What the machine gave a process it takes back when it pleases: only much more of it says something. */
export const TOLERANCES: Record<'heap' | 'rss', Tolerance> = {
  heap: { part: 0.08, bytes: 6_000_000 },
  rss: { part: 0.3, bytes: 64_000_000 },
};

/** What a process held: what its program uses, and what the machine gave it. */
export type Memory = { samples: number; heap: Trend; rss: Trend };

/** Reads the lines `memory {…}` of an app's log, one each `everyMs`. Throws when there are too few to tell a trend. */
export function memoryOf(log: readonly string[], everyMs: number): Memory {
  const all = log
    .filter((line) => line.startsWith('memory '))
    .map((line) => JSON.parse(line.slice('memory '.length)) as { heap: number; rss: number });
  const trend = (part: 'heap' | 'rss') =>
    trendOf(
      all.map((one, index) => ({ at: index * everyMs, bytes: one[part] })),
      TOLERANCES[part],
    );
  return { samples: all.length, heap: trend('heap'), rss: trend('rss') };
}
