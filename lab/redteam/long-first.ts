import type { Scenario } from './scenario.ts';

/** What a run of any scenario takes, about. */
const PLAIN_SECONDS = 2;
/** What a turn adds, and looking for survivors. */
const TURN_SECONDS = 0.1;
const SURVIVORS_SECONDS = 2;

/** How long a run of a scenario may take, in seconds on a quiet machine; only good for what to begin with. */
export function secondsOf({ model, oracles }: Pick<Scenario, 'model' | 'oracles'>): number {
  const turns = model.map(({ delay_ms = 0, repeat = 1 }) => repeat * (TURN_SECONDS + delay_ms / 1000));
  return (
    PLAIN_SECONDS +
    turns.reduce((sum, turn) => sum + turn, 0) +
    (oracles.time?.seconds ?? 0) +
    (oracles.survivors === undefined ? 0 : SURVIVORS_SECONDS)
  );
}
