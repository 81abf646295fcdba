import { setImmediate as nextTurn } from 'node:timers/promises';

/** A clock that runs with the machine's, and jumps over what somebody waits for. */
export function jumpingClock() {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  return {
    now,
    ahead: () => ahead,
    async pause(milliseconds: number): Promise<void> {
      // Jitter is a part of a millisecond, and times are whole ones.
      const until = now() + Math.ceil(milliseconds);
      await nextTurn();
      ahead += Math.max(0, until - now());
    },
  };
}
