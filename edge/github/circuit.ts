import { Held } from './held.ts';
import type { PaceRules } from './pace-rules.ts';

/** Stops asking a GitHub that does not answer, and lets one call at a time find out whether it does again. */
export type Circuit = {
  isOpen(): boolean;
  /** Whether a call may be made now. */
  lets(): boolean;
  /** Throws `Held` while none may, without making one. */
  check(): void;
  /** The same just before a call is made: when the time is over, one call goes through. */
  enter(): void;
  answered(): void;
  /** There was no answer, or one that says that GitHub itself failed. */
  failed(): void;
};

/** `now` gives milliseconds since 1970. */
export function openCircuit({ failures, openMs }: PaceRules['circuit'], now: () => number): Circuit {
  let inRow = 0;
  let openUntil: number | null = null;
  let isProbing = false;
  const lets = (): boolean => openUntil === null || (now() >= openUntil && !isProbing);
  const check = (): void => {
    if (openUntil === null || lets()) return;
    const why = `GitHub did not answer ${inRow} calls in a row, so it is not asked for a while.`;
    throw new Held(why, Math.max(openUntil, now()));
  };
  return {
    isOpen: () => openUntil !== null,
    lets,
    check,
    enter() {
      check();
      isProbing = openUntil !== null;
    },
    answered() {
      inRow = 0;
      openUntil = null;
      isProbing = false;
    },
    failed() {
      inRow += 1;
      isProbing = false;
      if (inRow >= failures) openUntil = now() + openMs;
    },
  };
}
