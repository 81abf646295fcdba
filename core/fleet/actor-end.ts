import type { FailureClass } from '../failure/classes.ts';

/** How an actor may end: what its lead is told, and all that it is told about the cause. */
export const actorEnds = [
  'finished',
  'failed',
  'cancelled',
  'timed_out',
  'rate_limited',
  'context_full',
  'over_budget',
  'died',
] as const;
export type ActorEnd = (typeof actorEnds)[number];

const ENDS: Readonly<Record<FailureClass, ActorEnd>> = {
  'secret-found': 'failed',
  cancelled: 'cancelled',
  timeout: 'timed_out',
  sandbox: 'failed',
  budget: 'over_budget',
  'api-auth': 'failed',
  'api-rate-limit': 'rate_limited',
  'api-overloaded': 'rate_limited',
  context: 'context_full',
  network: 'failed',
  api: 'failed',
  recursion: 'failed',
  permission: 'failed',
  stale: 'failed',
  'output-refused': 'failed',
  config: 'failed',
  request: 'failed',
  github: 'failed',
  result: 'failed',
  runner: 'died',
  cli: 'died',
  service: 'died',
  bug: 'died',
};

/** The end of an actor whose run failed for a cause of this class; without one it has finished. */
export function actorEndOf(failure: FailureClass | null): ActorEnd {
  return failure === null ? 'finished' : ENDS[failure];
}
