import type { Clock, PaceRules } from './pace-rules.ts';

/** The longest pause that we make of our own. */
const LONGEST_MS = 3_600_000;

/** When an installation may ask again after GitHub refused a call for a limit: all of its calls wait, not one. */
export type Pause = {
  /** Milliseconds since 1970; the past when there is no pause. */
  until(): number;
  /** A call was refused until then; null when GitHub did not say. */
  refused(until: number | null): void;
  /** GitHub made something for us: the next pause of our own is a short one again. */
  made(): void;
};

/** Opens the pause of one installation; `begun` hears of each. */
export function openPause(
  { pauseMs, jitterMs }: PaceRules,
  { now, random }: Clock,
  begun: () => void,
): Pause {
  let until = 0;
  let inRow = 0;
  return {
    until: () => until,
    refused(told) {
      // Calls that were under way when it began say nothing new.
      if (told === null && now() < until) return;
      if (now() >= until) begun();
      const ours = now() + Math.min(LONGEST_MS, pauseMs * 2 ** inRow);
      if (told === null) inRow += 1;
      until = Math.max(until, (told ?? ours) + random() * jitterMs);
    },
    made() {
      inRow = 0;
    },
  };
}
