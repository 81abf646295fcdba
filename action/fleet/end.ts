import type { ActorEnd } from '../../core/fleet/actor-end.ts';
import type { ActorId } from '../../core/fleet/actor-id.ts';
import { cancelOrder, end, halt, stateOf } from '../../core/fleet/fleet.ts';
import { endedUnstarted, type Colleague, type WorkerEnd } from './colleague.ts';
import type { CrewState } from './crew-state.ts';

/** Whether an end is one that `halt_on_failure` is about. */
export function isFailure(how: ActorEnd): boolean {
  return how !== 'finished' && how !== 'cancelled';
}

/**
 * Books the end of a worker, once, and frees what it held. `start` is called for each of those that waited for its place
 * and have one now.
 */
export function settle(
  crew: CrewState,
  one: Colleague,
  ended: WorkerEnd,
  start: (actor: ActorId) => void,
): void {
  if (one.end !== null || one.hire === null) return;
  one.end = ended;
  one.endedAt = crew.parts.now();
  const next = end(crew.fleet, one.actor, ended.end, ended.costMicroUsd);
  crew.fleet = next.fleet;
  try {
    crew.parts.onEnd(one.hire, ended);
  } catch (error) {
    crew.lost.resolve(error);
  }
  one.gone.resolve();
  const lead = crew.colleagues.get(one.hire.parent);
  if (lead?.plan.fleet?.haltOnFailure === true && isFailure(ended.end)) void endBelow(crew, lead.actor);
  for (const actor of next.starts) start(actor);
}

/**
 * Ends all that a member has started, deepest first, and resolves when nothing of them is left. From the first moment
 * on nobody is admitted there any more.
 */
export async function endBelow(crew: CrewState, actor: ActorId): Promise<void> {
  crew.fleet = halt(crew.fleet, actor);
  const below = cancelOrder(crew.fleet, actor).filter((one) => one !== actor);
  for (const one of below) stop(crew, one);
  await Promise.all(below.map((one) => crew.colleagues.get(one)?.gone.promise));
}

/** Ends a worker and all that it has started, likewise. */
export async function endAll(crew: CrewState, actor: ActorId): Promise<void> {
  const below = endBelow(crew, actor);
  stop(crew, actor);
  await Promise.all([below, crew.colleagues.get(actor)?.gone.promise]);
}

/** One that waits for its place is over at once; one that works is killed, and settles when nothing of it is left. */
function stop(crew: CrewState, actor: ActorId): void {
  const one = crew.colleagues.get(actor);
  if (one === undefined) return;
  // It holds no place, so its end gives none to anybody.
  if (stateOf(crew.fleet, actor) === 'queued') settle(crew, one, endedUnstarted('cancelled'), () => {});
  else one.stop.abort();
}
