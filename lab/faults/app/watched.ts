import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../../../app/settings.ts';
import type { Watch } from './order.ts';

const LOOK_MS = 50;

/** What the app is told of time. */
type Time = Required<Pick<Settings, 'now' | 'pause'>>;

/** The clock that a file sets forward and back, pauses by that clock, and a line on memory every so often. */
export function watched({ clock, memoryMs }: Watch, say: (line: string) => void): Time {
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
  const now = () => Date.now() + ahead;
  return {
    now,
    async pause(milliseconds) {
      const until = now() + milliseconds;
      while (now() < until) await sleep(Math.min(LOOK_MS, until - now()));
    },
  };
}
