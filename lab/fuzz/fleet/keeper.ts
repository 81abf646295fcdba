import type { ActorEnd } from '../../../core/fleet/actor-end.ts';
import { MAIN, parentOf, type ActorId } from '../../../core/fleet/actor-id.ts';
import { begin, book, halt, members, openFleet, stateOf, type Fleet } from '../../../core/fleet/fleet.ts';
import { isRefusal, type Refusal } from '../../../core/refusal.ts';
import type { BrokerEvent } from '../../../edge/broker/events.ts';
import type { ServedBroker } from '../../../edge/broker/serve.ts';
import { MODEL, tokenOf } from './ask.ts';
import type { Parts } from './parts.ts';
import type { Schedule } from './schedule.ts';

/** What a supervisor does with the fleet and its broker, but for the processes of the agents. */
export type Keeper = {
  fleet(): Fleet;
  /** Admits a worker and has it served; it begins when it has its place and its socket. */
  spawn(by: ActorId, agent: string, asked: number | null): Refusal | null;
  /** Ends an actor, and before it all below it. */
  end(actor: ActorId, how: ActorEnd): Promise<void>;
  /** Those that were admitted and that the broker does not serve yet. */
  opening(): readonly ActorId[];
  /** Books what an actor has spent itself. */
  hear(event: BrokerEvent): void;
};

/** Keeps the fleet of a schedule. `socketOf` gives each actor's path; `wake` is called when one is served, or not. */
export function openKeeper(
  { limits, profiles }: Schedule,
  { fleet: core }: Parts,
  broker: () => ServedBroker,
  socketOf: (actor: ActorId) => string,
  wake: () => void,
): Keeper {
  let fleet = openFleet(limits);
  const served = new Set<ActorId>();
  const opening = new Set<ActorId>();
  const own = new Map<ActorId, number>();
  const beginServed = () => {
    for (const { actor, state } of members(fleet))
      if (state === 'starting' && served.has(actor)) fleet = begin(fleet, actor);
  };
  const finish = (actor: ActorId, how: ActorEnd, cost: number) => {
    fleet = core.end(fleet, actor, how, cost).fleet;
    beginServed();
  };
  const serve = async (actor: ActorId, budgetMicroUsd: number) => {
    const refusal = await broker().openActor({
      actor,
      parent: parentOf(actor) ?? MAIN,
      socketPath: socketOf(actor),
      agentToken: tokenOf(actor),
      budgetMicroUsd,
      models: [MODEL],
      maxTokensCap: 4096,
      maxRequests: 1000,
      toolNames: [],
    });
    opening.delete(actor);
    wake();
    if (refusal !== null) return finish(actor, 'failed', 0);
    served.add(actor);
    beginServed();
  };
  return {
    fleet: () => fleet,
    spawn(by, agent, asked) {
      const profileMicroUsd = profiles[agent] ?? 0;
      const admitted = core.admit(fleet, { by, agent, budgetMicroUsd: asked, profileMicroUsd });
      if (isRefusal(admitted)) return admitted;
      fleet = admitted.fleet;
      opening.add(admitted.actor);
      void serve(admitted.actor, admitted.reservedMicroUsd);
      return null;
    },
    async end(actor, how) {
      const before = stateOf(fleet, actor);
      fleet = halt(fleet, actor);
      for (const one of core.cancelOrder(fleet, actor)) {
        const cost = await broker().closeActor(one);
        finish(one, one === actor ? how : 'cancelled', cost);
      }
      // Again, as after a signal that comes twice: it must change nothing.
      if (before !== null) finish(actor, how, await broker().closeActor(actor));
    },
    opening: () => [...opening],
    hear(event) {
      if (event.kind !== 'settled') return;
      own.set(event.actor, (own.get(event.actor) ?? 0) + event.costMicroUsd);
      fleet = book(fleet, event.actor, own.get(event.actor) ?? 0);
    },
  };
}
