import { trendOf, type Trend } from './slope.ts';

/** What a process held: what its program uses, and what the machine gave it. */
export type Memory = { samples: number; heap: Trend; rss: Trend };

/** Reads the lines `memory {…}` of an app's log, one each `everyMs`. Throws when there are too few to tell a trend. */
export function memoryOf(log: readonly string[], everyMs: number): Memory {
  const all = log
    .filter((line) => line.startsWith('memory '))
    .map((line) => JSON.parse(line.slice('memory '.length)) as { heap: number; rss: number });
  const trend = (part: 'heap' | 'rss') =>
    trendOf(all.map((one, index) => ({ at: index * everyMs, bytes: one[part] })));
  return { samples: all.length, heap: trend('heap'), rss: trend('rss') };
}
