import { writeFileSync } from 'node:fs';
import type { Random } from '../fuzz/random.ts';

/** Twenty minutes of a soak are a day of the app. */
const SPEED = 72;
/** GitHub's clock stays: an app that is ahead of it by three days takes each comment for a replay. */
const MOST_AHEAD_MINUTES = 2 * 24 * 60;
const STEP_MS = 2000;

/** A clock that a file makes the app believe in. */
export type SteppedClock = {
  /** By how many milliseconds it is ahead now. */
  ahead(): number;
  steps(): { forward: number; back: number };
  stop(): void;
};

/** How much faster than ours the app's clock goes in a soak of so many minutes. */
export function speedFor(minutes: number): number {
  return Math.min(SPEED, MOST_AHEAD_MINUTES / minutes);
}

/**
 * Sets the clock forward in steps so that time passes `speed` times as fast, one step in four as late and twice as large,
 * and one in ten back by up to five seconds, as a machine does that asks for the time.
 */
export function stepClock(file: string, random: Random, speed: number): SteppedClock {
  let ahead = 1;
  const steps = { forward: 0, back: 0 };
  let missed = 0;
  const write = (): void => writeFileSync(file, String(ahead));
  write();
  const timer = setInterval(() => {
    if (random.chance(10)) {
      ahead -= random.below(5000);
      steps.back += 1;
    } else if (random.chance(25)) missed += STEP_MS;
    else {
      ahead += (STEP_MS + missed) * (speed - 1);
      missed = 0;
      steps.forward += 1;
    }
    write();
  }, STEP_MS);
  return { ahead: () => ahead, steps: () => ({ ...steps }), stop: () => clearInterval(timer) };
}
