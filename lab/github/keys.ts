import { generateKeyPairSync } from 'node:crypto';

/** The key pair of a lab App, both halves as PEM. */
export type AppKeys = { privateKey: string; publicKey: string };

/** Makes a fresh RSA key pair for a lab App. Keys are made at run time, so none is ever stored in a repository. */
export function generateAppKeys(): AppKeys {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

let shared: AppKeys | undefined;

/** The key pair that the lab Apps of this process share: making one takes longer than most of what they are for. */
export function sharedAppKeys(): AppKeys {
  return (shared ??= generateAppKeys());
}
