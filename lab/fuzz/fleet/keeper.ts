import type { ActorEnd } from '../../../core/fleet/actor-end.ts';
import { MAIN, parentOf, type ActorId } from '../../../core/fleet/actor-id.ts';
import * as core from '../../../core/fleet/fleet.ts';
import { isRefusal } from '../../../core/refusal.ts';
import type { BrokerEvent } from '../../../edge/broker/events.ts';
import type { ServedBroker } from '../../../edge/broker/serve.ts';
import { MODEL, tokenOf } from './ask.ts';
import type { Schedule } from './schedule.ts';

/** Who keeps the fleet of a run and its broker in step: the supervisor's part, but for the processes of the agents. */
export type Keeper = {
  fleet: () => core.Fleet;
  /** Admits a worker; it is served when it has its place, if not before. Resolves with the code of the refusal. */
  spawn: (by: ActorId, agent: string, asked: number | null, isLead: boolean) => Promise<string | null>;
  /** Ends an actor, and before it all below it. */
  end: (actor: ActorId, how: ActorEnd) => Promise<void>;
  /** Those that the broker is to serve and does not yet. */
  opening: () => readonly ActorId[];
  /** Whether an actor has, or had, a socket. */
  wasServed: (actor: ActorId) => boolean;
  /** Books what an actor has spent itself. */
  hear: (event: BrokerEvent) => void;
};

/** Opens the keeper of a schedule. `socketOf` gives each actor's path; `wake` is called when one is served, or not. */
export type KeeperMaker = (
  schedule: Schedule,
  around: { broker: () => ServedBroker; socketOf: (actor: ActorId) => string; wake: () => void },
) => Keeper;

/** What is told of a worker but for its place: its envelope in micro-dollars. */
export function configurationOf(actor: ActorId, socketPath: string, budgetMicroUsd: number) {
  return {
    socketPath,
    agentToken: tokenOf(actor),
    budgetMicroUsd,
    models: [MODEL],
    maxTokensCap: 4096,
    maxRequests: 1000,
    toolNames: [],
  };
}

/** What of the fleet an ablation may replace. */
export type FleetPart = Pick<typeof core, 'admit' | 'end' | 'cancelOrder'>;

/** A small supervisor over any fleet: one that is broken, too. It has whoever waits for a place served before. */
export const keeperOver =
  (part: FleetPart): KeeperMaker =>
  ({ limits, profiles }, { broker, socketOf, wake }) => {
    let fleet = core.openFleet(limits);
    const served = new Set<ActorId>();
    const opening = new Set<ActorId>();
    const own = new Map<ActorId, number>();
    const beginServed = () => {
      for (const { actor, state } of core.members(fleet))
        if (state === 'starting' && served.has(actor)) fleet = core.begin(fleet, actor);
    };
    const finish = (actor: ActorId, how: ActorEnd, cost: number) => {
      fleet = part.end(fleet, actor, how, cost).fleet;
      beginServed();
    };
    const serve = async (actor: ActorId, budgetMicroUsd: number) => {
      const refusal = await broker().openActor({
        actor,
        parent: parentOf(actor) ?? MAIN,
        ...configurationOf(actor, socketOf(actor), budgetMicroUsd),
      });
      opening.delete(actor);
      wake();
      if (refusal !== null) return finish(actor, 'failed', 0);
      served.add(actor);
      beginServed();
    };
    return {
      fleet: () => fleet,
      async spawn(by, agent, asked) {
        const profileMicroUsd = profiles[agent] ?? 0;
        const admitted = part.admit(fleet, { by, agent, budgetMicroUsd: asked, profileMicroUsd });
        if (isRefusal(admitted)) return admitted.code;
        fleet = admitted.fleet;
        opening.add(admitted.actor);
        void serve(admitted.actor, admitted.reservedMicroUsd);
        return null;
      },
      async end(actor, how) {
        const before = core.stateOf(fleet, actor);
        fleet = core.halt(fleet, actor);
        for (const one of part.cancelOrder(fleet, actor)) {
          const cost = await broker().closeActor(one);
          finish(one, one === actor ? how : 'cancelled', cost);
        }
        // Again, as after a signal that comes twice: it must change nothing.
        if (before !== null) finish(actor, how, await broker().closeActor(actor));
      },
      opening: () => [...opening],
      wasServed: (actor) => served.has(actor) || actor === MAIN,
      hear(event) {
        if (event.kind !== 'settled') return;
        own.set(event.actor, (own.get(event.actor) ?? 0) + event.costMicroUsd);
        fleet = core.book(fleet, event.actor, own.get(event.actor) ?? 0);
      },
    };
  };
