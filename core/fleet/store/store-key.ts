import { MAIN, type ActorId } from '../actor-id.ts';

const KEY = /^\/(?:ref|shared|peer\/[a-z0-9.]{1,64})(?:\/[A-Za-z0-9][A-Za-z0-9._-]{0,63}){1,6}$/;
const PREFIX = /^\/[A-Za-z0-9._/-]{0,200}$/;
const MINE = /^\/peer\/me(?=\/|$)/;

/** What keys look like, for an agent that wrote another one. */
export const KEY_FORM =
  'A key is /shared/…, /ref/… or /peer/me/… with one to six names of at most 64 letters, digits, dots, dashes and underscores';

/** An actor's name within a key: `main.1.2`, since a slash would make `/peer/main/1/2` two people's. */
export function storeName(actor: ActorId): string {
  return actor.replaceAll('/', '.');
}

/** A key as an actor writes it, with its own name for `me`; null when it is none. */
export function readStoreKey(written: string, actor: ActorId): string | null {
  const key = written.replace(MINE, `/peer/${storeName(actor)}`);
  return KEY.test(key) ? key : null;
}

/** The beginning of keys, likewise; null when none begins so. */
export function readStorePrefix(written: string, actor: ActorId): string | null {
  const prefix = written.replace(MINE, `/peer/${storeName(actor)}`);
  return PREFIX.test(prefix) ? prefix : null;
}

/** Why an actor may not write a key, or hold a lease on it, in words for it; null when it may. */
export function objectionToWriting(key: string, actor: ActorId): string | null {
  const [, area, owner] = key.split('/');
  if (area === 'shared') return null;
  if (area === 'ref')
    return actor === MAIN ? null : '/ref is written by the lead alone. Use /shared or /peer/me.';
  return owner === storeName(actor) ? null : `${key} belongs to another. Use /shared or /peer/me.`;
}
