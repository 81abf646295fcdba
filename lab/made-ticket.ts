import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Ticket } from '../core/ticket/ticket.ts';
import { sha256 } from '../edge/keys/digest.ts';
import { publicKeyText, signTicket } from '../edge/keys/ticket-keys.ts';

/** A ticket, and the public key that it is checked with. */
export type MadeTicket = { ticket: string; key: string };

/** What is the same in every ticket that a stand-in of the app makes, or hangs on the moment. */
type Made = 'iss' | 'jti' | 'iat' | 'exp' | 'job_id' | 'task_sha256' | 'depth' | 'issue_number';

const VALID_SECONDS = 3600;

/** Makes a ticket as the app would send it now, signed with a key of its own. */
export async function madeTicket(given: Omit<Ticket, Made>): Promise<MadeTicket> {
  const key = String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const now = Math.floor(Date.now() / 1000);
  const claims: Ticket = {
    iss: 'agent-dispatch/1',
    jti: randomBytes(16).toString('hex'),
    iat: now,
    exp: now + VALID_SECONDS,
    job_id: randomBytes(16).toString('hex'),
    task_sha256: sha256(given.task),
    issue_number: 1,
    depth: 0,
    ...given,
  };
  return { ticket: await signTicket(claims, key), key: publicKeyText(key) };
}
