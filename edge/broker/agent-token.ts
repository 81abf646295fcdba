import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ActorId } from '../../core/fleet/actor-id.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();

function shownBy({ headers }: IncomingMessage): string {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return String(headers['x-api-key'] ?? bearer ?? '');
}

/**
 * Whether a request carries this actor's token. The socket's permissions keep other users out; the token keeps
 * out whatever else of the agent's user can reach the socket.
 */
export function isFromAgent(request: IncomingMessage, token: string): boolean {
  return timingSafeEqual(digest(shownBy(request)), digest(token));
}

/** What a request without the token is told. */
export function stranger(): Refusal {
  return refuse(
    'not-the-agent',
    "The request does not carry this run's token.",
    'Only the agent of this run is served here.',
  );
}

/** Whose token is whose. An actor that has ended keeps its own, so that nobody gets it again. */
export type TokenBook = {
  /** Gives an actor its token; false when another one has it, or had it. */
  give(actor: ActorId, token: string): boolean;
  /** Whose token a request carries; null when it is nobody's. */
  ownerOf(request: IncomingMessage): ActorId | null;
};

/** A book without a token. It keeps digests: what is looked up tells by its time nothing of a token. */
export function openTokenBook(): TokenBook {
  const owners = new Map<string, ActorId>();
  const key = (token: string) => digest(token).toString('hex');
  return {
    give(actor, token) {
      if (owners.has(key(token))) return false;
      owners.set(key(token), actor);
      return true;
    },
    ownerOf: (request) => owners.get(key(shownBy(request))) ?? null,
  };
}
