/** What of a hundred faults are refusals for a limit, and what are failures; the others are calls that only stall. */
export type Shares = { limits: number; failures: number };

/** As the app has it: a call is given up after so many refusals for a limit, or so many failures. */
const LIMITS = 3;
const FAILURES = 4;
/** Calls that a command makes before its job is kept: its token, the role, and what `readGround` and its like ask for. */
const CALLS = 8;
/** A command is begun so often before its writer is told. */
const TRIES = 4;
/** So seldom chance alone gives more than the bound. */
const SELDOM = 1e-4;

/**
 * How many of so many commands may end in words on GitHub's trouble at most, when of a hundred calls `percent` meet a
 * fault: what each command has to meet for it is so unlikely that of few faults it is none.
 */
export function mostTold(commands: number, percent: number, { limits, failures }: Shares): number {
  const [limit, failure] = [(percent / 100) * limits, (percent / 100) * failures];
  const givenUp = (limited: number, failed: number): number =>
    limited === LIMITS || failed === FAILURES
      ? 1
      : limit * givenUp(limited + 1, failed) + failure * givenUp(limited, failed + 1);
  const inVain = 1 - (1 - givenUp(0, 0)) ** CALLS;
  return boundOf(commands * inVain ** TRIES);
}

/** The least number that a count with this mean (Poisson's) exceeds seldom enough. */
function boundOf(mean: number): number {
  let most = 0;
  let term = Math.exp(-mean);
  let below = term;
  while (1 - below > SELDOM) {
    most += 1;
    term *= mean / most;
    below += term;
  }
  return most;
}
