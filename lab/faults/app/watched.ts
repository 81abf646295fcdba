import { readFileSync } from 'node:fs';
import type { Settings } from '../../../app/settings.ts';
import type { Watch } from './order.ts';

const LOOK_MS = 50;

/** The clock that a file sets forward and back, and a line on memory every so often. */
export function watched({ clock, memoryMs }: Watch, say: (line: string) => void): Pick<Settings, 'now'> {
  let ahead = 0;
  setInterval(() => {
    const read = Number(readFileSync(clock, 'utf8'));
    // While it is being written it may be empty.
    if (Number.isSafeInteger(read) && read !== 0) ahead = read;
  }, LOOK_MS).unref();
  setInterval(() => {
    globalThis.gc?.();
    const { heapUsed: heap, rss } = process.memoryUsage();
    say(`memory ${JSON.stringify({ heap, rss })}`);
  }, memoryMs).unref();
  return { now: () => Date.now() + ahead };
}
