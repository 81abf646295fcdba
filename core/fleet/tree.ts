import type { ActorId } from './actor-id.ts';
import { isOpen, type Member, type Members } from './member.ts';

/** The children that an actor ever had, the oldest first. */
export function childrenIn(members: Members, actor: ActorId): Member[] {
  return [...members.values()].filter(({ parent }) => parent === actor);
}

/** An actor and all below it that have not ended: whoever stands below another comes before it. */
export function openFromBelow(members: Members, actor: ActorId): ActorId[] {
  const member = members.get(actor);
  if (member === undefined) return [];
  const below = childrenIn(members, actor).flatMap((child) => openFromBelow(members, child.actor));
  return isOpen(member) ? [...below, actor] : below;
}
