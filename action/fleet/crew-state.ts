import type { ActorId } from '../../core/fleet/actor-id.ts';
import type { Fleet, FleetLimits } from '../../core/fleet/fleet.ts';
import type { Store } from '../../core/fleet/store/store.ts';
import type { Plan } from '../../core/profile/plan.ts';
import type { Standing } from '../../core/profile/worker.ts';
import type { Brief, Colleague, Hire, WorkerEnd } from './colleague.ts';
import type { Profiles } from './read-team.ts';

/** What a crew is made of. */
export type CrewParts = {
  lead: Plan;
  limits: FleetLimits;
  /** Everybody who may come to work. */
  team: Profiles;
  /** Runs a worker to its end; resolves when nothing of it is left. A rejection counts as its death. */
  launch: (hire: Hire) => Promise<WorkerEnd>;
  /** Told of each worker before it starts, and of its end before its lead is. A throw ends the run. */
  onHire: (hire: Hire) => void;
  onEnd: (hire: Hire, ended: WorkerEnd) => void;
  /** The run was cancelled. */
  cancelled: AbortSignal;
  /** Unix time in milliseconds. */
  now: () => number;
  /** Nobody can guess what it gives. */
  randomId: () => string;
};

/** A worker that somebody asks for. */
export type Order = {
  agent: string;
  task: string;
  brief?: Brief;
  /** In US dollars; null: what such a worker usually costs. */
  budgetUsd: number | null;
  standing: Standing;
  /** What strangers' text whoever asks has read, in words. */
  taint: readonly string[];
};

/** A crew while its run goes. */
export type CrewState = {
  readonly parts: CrewParts;
  fleet: Fleet;
  readonly colleagues: Map<ActorId, Colleague>;
  /** What the members share. */
  store: Store;
  /** Comes when that has changed; then there is another one. */
  storeChanged: PromiseWithResolvers<void>;
  /** Comes when something about a worker could not be recorded: then there is no run. */
  readonly lost: PromiseWithResolvers<unknown>;
};
