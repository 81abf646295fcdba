import type { FleetServer } from '../../core/fleet/answer.ts';
import { MAIN, type ActorId } from '../../core/fleet/actor-id.ts';
import { book, openFleet, type Fleet } from '../../core/fleet/fleet.ts';
import type { Refusal } from '../../core/refusal.ts';
import { openStore } from '../../core/fleet/store/store.ts';
import type { Colleague } from './colleague.ts';
import type { CrewParts, CrewState, Order } from './crew-state.ts';
import { endBelow } from './end.ts';
import { hire, leadOf } from './hire.ts';
import { makeServer } from './serve.ts';

/** The members of one run: who works for whom, and for how much. */
export type Crew = {
  /** Makes the calls of one member about others. */
  serverOf: (actor: ActorId) => FleetServer;
  /** Has somebody started for the lead of the run; see `hire`. */
  hire: (order: Order) => Colleague | Refusal;
  /** What a member has spent itself by now, in micro-dollars. */
  spent: (actor: ActorId, microUsd: number) => void;
  /** A member's own run is over: ends all that it started; resolves when nothing of them is left. */
  dismiss: (actor: ActorId) => Promise<void>;
  /** Comes when something about a worker could not be recorded: then there is no run. */
  lost: Promise<unknown>;
  fleet: () => Fleet;
  colleagues: ReadonlyMap<ActorId, Colleague>;
};

/** Opens the crew of a run, of its lead alone. */
export function openCrew(parts: CrewParts): Crew {
  const lead = leadOf(parts.lead);
  const state: CrewState = {
    parts,
    fleet: openFleet(parts.limits),
    colleagues: new Map([[MAIN, lead]]),
    store: openStore(),
    storeChanged: Promise.withResolvers(),
    lost: Promise.withResolvers(),
  };
  return {
    serverOf: (actor) => makeServer(actor, state),
    hire: (order) => hire(state, lead, order),
    spent: (actor, microUsd) => void (state.fleet = book(state.fleet, actor, microUsd)),
    dismiss: (actor) => endBelow(state, actor),
    lost: state.lost.promise,
    fleet: () => state.fleet,
    colleagues: state.colleagues,
  };
}
