import type { ActorEnd } from './actor-end.ts';
import type { ActorId } from './actor-id.ts';

/**
 * Where a member stands: `queued` waits for a place, `starting` has its place and comes up, `running` asks and is
 * answered; otherwise how it ended, which changes no more.
 */
export type ActorState = 'queued' | 'starting' | 'running' | ActorEnd;

/** One actor of a fleet. Money is in whole micro-dollars. */
export type Member = {
  readonly actor: ActorId;
  /** Null for the lead. */
  readonly parent: ActorId | null;
  /** The name of its profile; null for the lead, whose fleet it is. */
  readonly agent: string | null;
  /** Its envelope: the most that it and all below it may spend. */
  readonly budgetMicroUsd: number;
  /** What it has spent itself, without its children. */
  readonly ownMicroUsd: number;
  readonly state: ActorState;
  /** Nobody new comes to be below it, and if it waits for a place, it gets none. */
  readonly isHalted: boolean;
};

/** All members that a fleet ever had, in the order in which they were admitted. */
export type Members = ReadonlyMap<ActorId, Member>;

/** Whether a member has not ended. */
export function isOpen({ state }: Member): boolean {
  return state === 'queued' || isUp({ state });
}

/** Whether a member takes a place: its process runs or is on its way. */
export function isUp({ state }: Pick<Member, 'state'>): boolean {
  return state === 'starting' || state === 'running';
}
