import type { Settings } from '../../../app/settings.ts';

/** Parts that are left out on purpose, so that each check is seen to fail without them. */
export const appHoles = ['dedupe', 'fencing', 'recovery'] as const;
export type AppHole = (typeof appHoles)[number];

/** What the process of the app under test is told, in a file that it waits for. */
export type AppOrder = {
  settings: Settings;
  holes: readonly AppHole[];
  /** The file in which it finds the next `StoreStrike`, when there is one. */
  strike: string;
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
