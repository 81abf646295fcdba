import { availableParallelism, loadavg } from 'node:os';
import type { Scenario } from './scenario.ts';

/** A run that takes longer, with a hole or without, is ended. */
const LONGEST_MS = 100_000;
/** Runs go side by side, one more than there are cores: a machine with no more to do than that is a quiet one. */
const QUIET = 2;
/** On a machine that is busier than this nothing can be said of time. */
const MOST_BUSY = 4;

/**
 * Milliseconds that a run may take: what its oracle of time allows, where it has one. That is written for a machine
 * that does nothing else; where more wants to run than there are cores, everything takes longer by that factor.
 */
export function patienceMs(
  { oracles }: Pick<Scenario, 'oracles'>,
  load: number = loadavg()[0] ?? 0,
  cores: number = availableParallelism(),
): number {
  const busy = Math.min(MOST_BUSY, Math.max(1, load / cores / QUIET));
  return Math.round(busy * (oracles.time === undefined ? LONGEST_MS : oracles.time.seconds * 1000));
}
