import type { Settings } from '../../../app/settings.ts';

/** Parts that are left out on purpose, so that each check is seen to fail without them. */
export const appHoles = ['dedupe', 'fencing', 'impatience', 'leak', 'recovery'] as const;
export type AppHole = (typeof appHoles)[number];

/** What the process of the app under test is told, in a file that it waits for. */
export type AppOrder = {
  settings: Settings;
  holes: readonly AppHole[];
  /** The file in which it finds the next `StoreStrike`, when there is one. */
  strike: string;
  /** How it is watched over hours that pass in minutes; not at all when absent. */
  watch?: Watch;
};

/** What a soak needs of the app under test. */
export type Watch = {
  /** The file that says by how many milliseconds the app's clock is ahead of the machine's. */
  clock: string;
  /** Every so many milliseconds it says `memory {"heap":…,"rss":…}` in bytes, after a full collection. */
  memoryMs: number;
};

/** Where in its work on the store the app is struck. */
export type StoreStrike = {
  /** Different for each strike. */
  id: string;
  /** A method of the store: `jobs.move`. */
  method: string;
  when: 'before' | 'after';
  /** A pattern that its arguments have as JSON; every call when absent. */
  matching?: string;
  /** Which of those calls, from 1. */
  nth: number;
  /** `stop`: it goes on when it gets SIGCONT. */
  act: 'kill' | 'stop';
  /** Milliseconds that it still lives. */
  delay?: number;
};
