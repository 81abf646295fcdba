import { createHmac, createPrivateKey, hkdfSync } from 'node:crypto';
import type { NamedValues } from '../../core/redact/needles.ts';

const LABEL = 'agent-dispatch/secrets-id/v1';

/**
 * A name for a set of secrets: the same set has the same, and whoever reads it cannot try values. Its key is derived from
 * the private key of the tickets (PKCS #8 PEM).
 */
export function secretsId(privateKey: string, { secrets, canaries = {} }: NamedValues): string {
  const root = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'der' });
  const key = Buffer.from(hkdfSync('sha256', root, '', LABEL, 32));
  return createHmac('sha256', key)
    .update(JSON.stringify([Object.entries(canaries), Object.entries(secrets)]))
    .digest('hex');
}
