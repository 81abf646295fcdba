import { MAIN, type ActorId } from './actor-id.ts';
import { isUp, type Members } from './member.ts';

/**
 * How many workers work. A lead with a worker that is up waits for it and does not count: if it did, leads alone could
 * take all places, and wait for ever for workers that get none.
 */
export function atWork(members: Members): number {
  const waiting = new Set<ActorId | null>();
  for (const member of members.values()) if (isUp(member)) waiting.add(member.parent);
  let count = 0;
  for (const member of members.values())
    if (isUp(member) && member.actor !== MAIN && !waiting.has(member.actor)) count += 1;
  return count;
}

/** The members after one that was queued has got its place, or null where there is none for it. */
export function placed(members: Members, actor: ActorId, maxParallel: number): Members | null {
  const member = members.get(actor);
  if (member?.state !== 'queued' || member.isHalted) return null;
  const next = new Map(members).set(actor, { ...member, state: 'starting' as const });
  return atWork(next) <= maxParallel ? next : null;
}
