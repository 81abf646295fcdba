import { z } from 'zod';
import { MOST } from './bounds.ts';
import { agentNamePattern } from './names.ts';

/** The limits of the workers that one run starts, all of them set. */
export type PlannedFleet = {
  /** How many levels of workers stand below the lead. */
  maxDepth: number;
  /** Workers of one lead that have not ended. */
  maxWorkers: number;
  /** Workers that work at the same time; null: as many as the runner has cores. */
  maxParallel: number | null;
  /** Workers of the whole run, ended ones counted. */
  maxTotalWorkers: number;
  /** A worker that fails ends the others. */
  haltOnFailure: boolean;
};

/** The limits that hold where a lead says nothing. */
const FLEET_DEFAULTS = { max_depth: 1, max_workers: 4, max_total_workers: 16, halt_on_failure: false };

/** Names of agents. */
export const WrittenMayDispatch = z
  .array(z.string().regex(agentNamePattern))
  .max(32)
  .meta({ uniqueItems: true })
  .describe(
    'Agents of this file that the agent may start as its workers, within what it may do itself and out of its budget; ' +
      'see docs/fleet.md. Default: none.',
  );

/** What a lead may say of its workers. */
export const WrittenFleet = z
  .strictObject({
    max_depth: z
      .int()
      .min(1)
      .max(4)
      .describe('How many levels of workers may stand below the lead, 1 to 4. Default: 1.'),
    max_workers: z
      .int()
      .min(1)
      .max(32)
      .describe('How many workers of one lead may be open at a time, 1 to 32. Default: 4.'),
    max_parallel: z
      .int()
      .min(1)
      .max(MOST.workersAtOnce)
      .describe(
        'How many workers of the run may work at a time, 1 to 16. Default: twice the cores of the runner.',
      ),
    max_total_workers: z
      .int()
      .min(1)
      .max(100)
      .describe('How many workers the run may start in all, 1 to 100. Default: 16.'),
    halt_on_failure: z
      .boolean()
      .describe('true: a worker that fails ends the other workers of its lead. Default: false.'),
  })
  .partial()
  .describe('Limits of the workers that the agent starts. Needs may_dispatch.');

/** The limits of a lead; null for an agent that may start no workers. */
export function plannedFleet(
  mayDispatch: readonly string[],
  written: z.infer<typeof WrittenFleet> = {},
): PlannedFleet | null {
  if (mayDispatch.length === 0) return null;
  const set = { ...FLEET_DEFAULTS, ...written };
  return {
    maxDepth: set.max_depth,
    maxWorkers: set.max_workers,
    maxParallel: written.max_parallel ?? null,
    maxTotalWorkers: set.max_total_workers,
    haltOnFailure: set.halt_on_failure,
  };
}

/** The limits in words. */
export function fleetWords({
  maxDepth,
  maxWorkers,
  maxParallel,
  maxTotalWorkers,
  haltOnFailure,
}: PlannedFleet): string {
  return [
    `${maxTotalWorkers} in all`,
    `${maxWorkers} open at a time`,
    `${maxParallel ?? 'as many as there are cores'} at work at a time`,
    `${maxDepth} deep`,
    ...(haltOnFailure ? ['a failure ends the others'] : []),
  ].join(', ');
}
