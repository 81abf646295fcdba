import type { Refusal } from '../refusal.ts';
import type { ActorEnd } from './actor-end.ts';
import { childId, MAIN, type ActorId } from './actor-id.ts';
import { noAmount, notRunning, overCaps, overEnvelope } from './caps.ts';
import { countedAmount, isAmount, purseOf, spentIn, type Purse } from './envelopes.ts';
import { envelopeOf, estimateOf } from './estimates.ts';
import { isOpen, type ActorState, type Member, type Members } from './member.ts';
import { placed } from './places.ts';
import { childrenIn, openFromBelow } from './tree.ts';

/** What a fleet may be, and the money of all of it in whole micro-dollars. */
export type FleetLimits = {
  /** How far a worker may stand below the lead: 1 means that workers have none. */
  readonly maxDepth: number;
  /** Workers of one lead that have not ended. */
  readonly maxWorkers: number;
  /** Workers that work at once; a lead that has one at work does not count. Others are queued. */
  readonly maxParallel: number;
  /** Workers in the whole life of the fleet. */
  readonly maxTotalWorkers: number;
  readonly budgetMicroUsd: number;
};

/** A lead with all workers below it: their states and their money. A value: what changes it gives a new one. */
export type Fleet = { readonly limits: FleetLimits; readonly members: Members };

/** What somebody wants: a worker of a profile. */
export type Wanted = {
  /** Who asks, by whose pipe it came over. */
  readonly by: ActorId;
  readonly agent: string;
  /** What the lead asked for it, of which it gets no more than the profile's; null when it named nothing. */
  readonly budgetMicroUsd: number | null;
  /** The budget of the worker's profile. */
  readonly profileMicroUsd: number;
};

/** A worker that was admitted: it may be started now, or when `end` names it. */
export type Admitted = {
  readonly fleet: Fleet;
  readonly actor: ActorId;
  /** Its envelope, held in that of its parent until `end`. */
  readonly reservedMicroUsd: number;
  readonly starts: 'now' | 'queued';
};

/** A fleet of a lead alone, which runs. */
export function openFleet(limits: FleetLimits): Fleet {
  const lead: Member = {
    actor: MAIN,
    parent: null,
    agent: null,
    budgetMicroUsd: limits.budgetMicroUsd,
    ownMicroUsd: 0,
    state: 'running',
    isHalted: false,
  };
  return { limits, members: new Map([[MAIN, lead]]) };
}

/**
 * Admits a worker, names it and holds its envelope, or refuses with the numbers: when whoever asks does not run, when a
 * cap is reached, or when what it is expected to cost (see `estimateOf`) is more than is left of the asker's envelope.
 */
export function admit(fleet: Fleet, wanted: Wanted): Admitted | Refusal {
  const { limits, members } = fleet;
  const { by, agent, budgetMicroUsd: asked, profileMicroUsd: profile } = wanted;
  const parent = members.get(by);
  if (parent?.state !== 'running' || parent.isHalted) return notRunning(by, parent);
  const capped = overCaps(members, parent, limits);
  if (capped !== null) return capped;
  if (asked !== null && !(isAmount(asked) && asked > 0)) return noAmount(asked);
  const estimate = estimateOf(members, agent, { asked, profile });
  const purse = purseOf(members, parent);
  // Asked as "does it fit", so that a number that is none refuses.
  const fits = estimate.needs <= purse.left;
  if (!fits) return overEnvelope(parent, purse, estimate.needs);
  const actor = childId(by, childrenIn(members, by).length + 1);
  const reservedMicroUsd = envelopeOf(estimate, purse.left);
  const member = { actor, parent: by, agent, budgetMicroUsd: reservedMicroUsd, ownMicroUsd: 0 };
  const queued = new Map(members).set(actor, { ...member, state: 'queued', isHalted: false });
  const started = placed(queued, actor, limits.maxParallel);
  const next = { limits, members: started ?? queued };
  return { fleet: next, actor, reservedMicroUsd, starts: started === null ? 'queued' : 'now' };
}

/** A member that has its place runs from now on. Changes nothing for one that waits, runs or has ended. */
export function begin(fleet: Fleet, actor: ActorId): Fleet {
  const member = fleet.members.get(actor);
  return member?.state === 'starting' ? withMember(fleet, { ...member, state: 'running' }) : fleet;
}

/**
 * Books what a member has spent itself so far, without its children. It never goes down, what is no amount counts as
 * the whole envelope, and of one that has ended nothing changes.
 */
export function book(fleet: Fleet, actor: ActorId, totalSpentMicroUsd: number): Fleet {
  const member = fleet.members.get(actor);
  if (member === undefined || !isOpen(member)) return fleet;
  const total = countedAmount(totalSpentMicroUsd, member);
  return total > member.ownMicroUsd ? withMember(fleet, { ...member, ownMicroUsd: total }) : fleet;
}

/**
 * Ends a member at what it and all below it cost, frees the rest of its envelope, and names those that were queued and
 * have a place now: they are to be started. A second end of the same changes nothing. Whoever stands below it is to be
 * ended before (see `cancelOrder`); who was not, is cancelled here, at what was booked of it.
 */
export function end(
  fleet: Fleet,
  actor: ActorId,
  how: ActorEnd,
  costMicroUsd: number,
): { fleet: Fleet; starts: ActorId[] } {
  const member = fleet.members.get(actor);
  if (member === undefined || !isOpen(member)) return { fleet, starts: [] };
  const members = new Map(fleet.members);
  for (const below of openFromBelow(members, actor)) {
    const one = members.get(below);
    if (one !== undefined) members.set(below, { ...one, state: below === actor ? how : 'cancelled' });
  }
  // What of the cost is not that of others is its own.
  const others = spentIn(members, actor) - member.ownMicroUsd;
  const own = Math.max(member.ownMicroUsd, countedAmount(costMicroUsd, member) - others);
  members.set(actor, { ...member, state: how, ownMicroUsd: own });
  return startQueued({ limits: fleet.limits, members });
}

/**
 * From now on nobody comes to be below an actor, and who waits for a place there gets none: the first step of ending
 * all of them, so that none is admitted while the others are ended.
 */
export function halt(fleet: Fleet, actor: ActorId): Fleet {
  const members = new Map(fleet.members);
  for (const open of openFromBelow(members, actor)) {
    const member = members.get(open);
    if (member !== undefined) members.set(open, { ...member, isHalted: true });
  }
  return { limits: fleet.limits, members };
}

/** An actor and all below it that have not ended, in the order to end them: none before those below it. */
export function cancelOrder(fleet: Fleet, actor: ActorId): ActorId[] {
  return openFromBelow(fleet.members, actor);
}

/** The money of an actor; all is 0 for one that never was. */
export function left(fleet: Fleet, actor: ActorId): Purse {
  const member = fleet.members.get(actor);
  return member ? purseOf(fleet.members, member) : { budget: 0, spent: 0, reserved: 0, left: 0 };
}

/** What an actor and all below it have spent, ended or not, in micro-dollars. */
export function spentBy(fleet: Fleet, actor: ActorId): number {
  return spentIn(fleet.members, actor);
}

/** The children that an actor ever had, the oldest first. */
export function childrenOf(fleet: Fleet, actor: ActorId): ActorId[] {
  return childrenIn(fleet.members, actor).map((child) => child.actor);
}

/** Where an actor stands; null for one that never was. */
export function stateOf(fleet: Fleet, actor: ActorId): ActorState | null {
  return fleet.members.get(actor)?.state ?? null;
}

/** Everybody that the fleet ever had, the lead first, then in the order in which they were admitted. */
export function members(fleet: Fleet): readonly Member[] {
  return [...fleet.members.values()];
}

function withMember({ limits, members: all }: Fleet, member: Member): Fleet {
  return { limits, members: new Map(all).set(member.actor, member) };
}

/** Gives places to those that are queued, first come, first served. */
function startQueued({ limits, members: all }: Fleet): { fleet: Fleet; starts: ActorId[] } {
  let next = all;
  const starts: ActorId[] = [];
  for (const actor of all.keys()) {
    const started = placed(next, actor, limits.maxParallel);
    if (started === null) continue;
    next = started;
    starts.push(actor);
  }
  return { fleet: { limits, members: next }, starts };
}
