import { isWithin, type ActorId } from './actor-id.ts';
import { isOpen, type Member, type Members } from './member.ts';
import { childrenIn } from './tree.ts';

/** An actor's money in whole micro-dollars. */
export type Purse = {
  /** Its envelope. */
  readonly budget: number;
  /** Spent by itself, and by its children that have ended. */
  readonly spent: number;
  /** Held for its children that have not ended. */
  readonly reserved: number;
  /** What is neither; never below 0. */
  readonly left: number;
};

/** A whole number of micro-dollars, not below 0, that adds up exactly. */
export function isAmount(micro: number): boolean {
  return Number.isSafeInteger(micro) && micro >= 0;
}

/** An amount as it counts: what is none is taken to be the whole envelope. */
export function countedAmount(micro: number, { budgetMicroUsd }: Member): number {
  return isAmount(micro) ? micro : budgetMicroUsd;
}

/** What an actor and all below it have spent. */
export function spentIn(members: Members, actor: ActorId): number {
  let sum = 0;
  for (const member of members.values()) if (isWithin(member.actor, actor)) sum += member.ownMicroUsd;
  return sum;
}

/** What an actor has, has spent and holds for its children. */
export function purseOf(members: Members, member: Member): Purse {
  const children = childrenIn(members, member.actor);
  const ended = children.filter((child) => !isOpen(child));
  const spent = ended.reduce((sum, { actor }) => sum + spentIn(members, actor), member.ownMicroUsd);
  const reserved = children.filter(isOpen).reduce((sum, child) => sum + claim(members, child), 0);
  const budget = member.budgetMicroUsd;
  return { budget, spent, reserved, left: Math.max(0, budget - spent - reserved) };
}

/** What an open child takes of its parent: its envelope, or more where one answer of its model went beyond that. */
function claim(members: Members, child: Member): number {
  const { budget, spent, reserved } = purseOf(members, child);
  return Math.max(budget, spent + reserved);
}
