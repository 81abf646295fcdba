import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a text's UTF-8 bytes, as lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The digest of bytes as git makes its ids, as lower-case hex. */
export function hashWith(algorithm: 'sha1' | 'sha256'): (bytes: Uint8Array) => string {
  return (bytes) => createHash(algorithm).update(bytes).digest('hex');
}

/** A fresh identity nobody can guess: 32 lower-case hex digits. */
export function randomId(): string {
  return randomBytes(16).toString('hex');
}

export type WebhookCheck = {
  /** Takes the next bytes of the body, as they arrive. */
  update(bytes: Uint8Array): void;
  /** True when the whole body was signed with one of the secrets. Takes the same time wherever they differ. */
  matches(): boolean;
};

const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/**
 * Checks a webhook's `X-Hub-Signature-256` over the raw bytes, while they stream in. Null when the
 * header does not even look like a signature: then the body need not be read. There are two secrets while one is
 * replaced by the other.
 */
export function webhookCheck(secrets: readonly string[], header: unknown): WebhookCheck | null {
  const claimed = typeof header === 'string' ? SIGNATURE.exec(header)?.[1] : undefined;
  if (claimed === undefined) return null;
  const hmacs = secrets.map((secret) => createHmac('sha256', secret));
  return {
    update: (bytes) => hmacs.forEach((hmac) => hmac.update(bytes)),
    // All of them are compared, whichever it is.
    matches: () =>
      hmacs.map((hmac) => timingSafeEqual(hmac.digest(), Buffer.from(claimed, 'hex'))).includes(true),
  };
}
