import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { refuse, type Refusal } from '../../core/refusal.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();

/**
 * Whether a request carries this run's token. The socket's permissions keep other users out; the token keeps
 * out whatever else of the agent's user can reach the socket.
 */
export function isFromAgent({ headers }: IncomingMessage, token: string): boolean {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const shown = headers['x-api-key'] ?? bearer ?? '';
  return timingSafeEqual(digest(String(shown)), digest(token));
}

/** What a request without the token is told. */
export function stranger(): Refusal {
  return refuse(
    'not-the-agent',
    "The request does not carry this run's token.",
    'Only the agent of this run is served here.',
  );
}
