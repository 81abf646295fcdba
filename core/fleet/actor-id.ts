/**
 * Who somebody in a fleet is, as a path: `main` is the lead, `main/1` its first worker, `main/1/2` the second worker of
 * that one. Made by `admit` alone and tied to a pipe by whoever owns the pipe; never read from a message.
 */
export type ActorId = string;

/** The lead of every fleet, and the only actor of a run that has no workers. */
export const MAIN: ActorId = 'main';

/** The id of an actor's child; children are numbered from 1. */
export function childId(parent: ActorId, number: number): ActorId {
  return `${parent}/${number}`;
}

/** Whose child an actor is; null for the lead. */
export function parentOf(actor: ActorId): ActorId | null {
  const cut = actor.lastIndexOf('/');
  return cut === -1 ? null : actor.slice(0, cut);
}

/** How many there are above an actor: 0 for the lead. */
export function depthOf(actor: ActorId): number {
  return actor.split('/').length - 1;
}

/** Whether an actor is another one or stands anywhere below it. */
export function isWithin(actor: ActorId, other: ActorId): boolean {
  return actor === other || actor.startsWith(`${other}/`);
}
