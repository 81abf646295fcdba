import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { canonicalJson } from '../../core/audit/canonical.ts';
import { LOCKED_MAX_CHARACTERS } from '../../core/session/session.ts';
import type { SessionBinding } from '../../core/session/session-facts.ts';

const LABEL = 'agent-dispatch/session/v1';
const CIPHER = 'aes-256-gcm';
const LOCKED = /^agent-dispatch-session\.v1\.([\w-]{16})\.([\w-]+)\.([\w-]{22})$/;

/**
 * Encrypts a text with AES-256-GCM, under a key that HKDF-SHA256 derives from the secret for this one job. What it is
 * bound to is authenticated with it.
 */
export function lock(text: string, secret: string, binding: SessionBinding): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(CIPHER, keyOf(secret, binding), nonce).setAAD(boundTo(binding));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const parts = [nonce, body, cipher.getAuthTag()].map((bytes) => bytes.toString('base64url'));
  return ['agent-dispatch-session', 'v1', ...parts].join('.');
}

/** The text again; null with another secret, for another binding, or when a bit of it was changed. Never throws. */
export function unlock(locked: string, secret: string, binding: SessionBinding): string | null {
  const [, nonce, body, tag] = locked.length > 2 * LOCKED_MAX_CHARACTERS ? [] : (LOCKED.exec(locked) ?? []);
  if (nonce === undefined || body === undefined || tag === undefined) return null;
  const [nonceBytes, bodyBytes, tagBytes] = [nonce, body, tag].map(bytesOf);
  if (!nonceBytes || !bodyBytes || !tagBytes) return null;
  try {
    const decipher = createDecipheriv(CIPHER, keyOf(secret, binding), nonceBytes, { authTagLength: 16 })
      .setAAD(boundTo(binding))
      .setAuthTag(tagBytes);
    return Buffer.concat([decipher.update(bodyBytes), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** The bytes; null where another text would stand for the same ones, since the last letter holds bits to spare. */
function bytesOf(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

/** Each job has a key of its own, so that no two conversations are encrypted with the same. */
function keyOf(secret: string, { jobId }: SessionBinding): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `${LABEL}/${jobId}`, 32));
}

function boundTo({ jobId, agent, configBlob, headSha, expiresAt }: SessionBinding): Buffer {
  return Buffer.from(canonicalJson([LABEL, jobId, agent, configBlob, headSha, expiresAt]), 'utf8');
}
