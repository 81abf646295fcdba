import { constants } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reveal, type Outbound } from '../../core/redact/gate.ts';
import type { SessionBinding } from '../../core/session/session-facts.ts';
import { lock } from '../keys/session-lock.ts';

/** The file of the artifact that holds a conversation: nobody reads it without the key. */
export const SESSION_FILE = 'session.enc';

/** A conversation that passed the gate and was encrypted, ready to be written. */
export type LockedSession = { readonly locked: string };

const made = new WeakSet<LockedSession>();
const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Encrypts a conversation that passed the gate, with the secret of the input `session-key`. */
export function lockSession(text: Outbound, secret: string, binding: SessionBinding): LockedSession {
  const session = Object.freeze({ locked: lock(reveal(text), secret, binding) });
  made.add(session);
  return session;
}

/** Writes it into the artifact's folder, once. Throws `TypeError` for anything that was not encrypted here. */
export async function writeSession(folder: string, session: LockedSession): Promise<void> {
  if (!made.has(session)) throw new TypeError('not a conversation that passed the gate and was encrypted');
  await writeFile(join(folder, SESSION_FILE), session.locked, { mode: 0o600, flag: NEW });
}
