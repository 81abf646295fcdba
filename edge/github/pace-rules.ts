import type { Limit } from '../../core/pacing/next-place.ts';

/** How fast an installation is asked, and what is done when GitHub will not or cannot answer. */
export type PaceRules = {
  /** Of calls that make or change something. */
  limits: readonly Limit[];
  /** No call waits longer for its place, or for the end of a pause. */
  longestWaitMs: number;
  /** The pause after a refusal for a limit that names no time; doubles with each in a row. 0: no pauses. */
  pauseMs: number;
  /** So many failures in a row open the circuit, for so long. */
  circuit: { failures: number; openMs: number };
  /** Before a call is repeated that may be: this, four times and nine times as long. */
  retryMs: number;
  /** Waits are longer by a part of this, so that not all come back at once. */
  jitterMs: number;
};

/**
 * GitHub's documented limits for content of one installation, with a little room for the time that calls are under
 * way, and its advice of a second between two of them.
 */
export const GITHUB_PACE: PaceRules = {
  limits: [
    { most: 1, within: 1000 },
    { most: 80, within: 62_000 },
    { most: 500, within: 3_610_000 },
  ],
  longestWaitMs: 60_000,
  pauseMs: 60_000,
  circuit: { failures: 5, openMs: 30_000 },
  retryMs: 1000,
  jitterMs: 1000,
};

/** For a stand-in that has no limits: failed calls are repeated soon, and nothing else is done. */
export const NO_PACE: PaceRules = {
  limits: [],
  longestWaitMs: 60_000,
  pauseMs: 0,
  circuit: { failures: Infinity, openMs: 0 },
  retryMs: 20,
  jitterMs: 0,
};

/** Time and chance; milliseconds since 1970. */
export type Clock = {
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  random: () => number;
};
