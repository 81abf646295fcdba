import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, CompactSign, compactVerify, errors, type JWK } from 'jose';
import { Fault } from '../../core/fault.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';
import type { Ticket } from '../../core/ticket/ticket.ts';
import type { CheckSignature } from '../../core/ticket/verify.ts';

const ALGORITHM = 'EdDSA';
const TYPE = 'dispatch-ticket+jwt';
const MAKE_ONE = 'Make one with `openssl genpkey -algorithm ed25519`.';

/** Signs a ticket. `privateKey` is an Ed25519 key as PKCS #8 PEM. Throws `Fault` for any other key. */
export async function signTicket(claims: Ticket, privateKey: string): Promise<string> {
  const key = readPrivateKey(privateKey);
  const kid = await thumbprint(createPublicKey(key));
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
    .sign(key);
}

/**
 * The public half of a private key as one line (base64url of the SPKI bytes): what goes into the
 * workflow's `ticket-key`. It is not a secret. Throws `Fault` when `privateKey` is not an Ed25519 PEM.
 */
export function publicKeyText(privateKey: string): string {
  return createPublicKey(readPrivateKey(privateKey))
    .export({ type: 'spki', format: 'der' })
    .toString('base64url');
}

/**
 * Makes the check of a ticket's signature. `publicKey` is what `publicKeyText` gives, or a JWK as one
 * line of JSON. A key that cannot be used makes a check that refuses every ticket and says why.
 */
export function ticketChecker(publicKey: string): CheckSignature {
  const key = readPublicKey(publicKey);
  return async (jws) => {
    if ('refused' in key) return key;
    try {
      const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: [ALGORITHM] });
      if (protectedHeader.typ !== TYPE) return wrongType(protectedHeader.typ);
      if (protectedHeader.kid !== (await thumbprint(key))) return wrongSignature();
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)) as unknown;
    } catch (error) {
      return whyRefused(error);
    }
  };
}

function readPrivateKey(text: string): KeyObject {
  const key = attempt(() => createPrivateKey(text));
  if (!key) {
    throw new Fault('key-unusable', 'The ticket key is not a private key in PEM form (PKCS #8).', MAKE_ONE);
  }
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new Fault('key-unusable', `The ticket key is ${key.asymmetricKeyType}, not ed25519.`, MAKE_ONE);
  }
  return key;
}

function readPublicKey(text: string): KeyObject | Refusal {
  const trimmed = text.trim();
  if (trimmed === '') return badKey('is empty');
  if (trimmed.includes('PRIVATE KEY') || isPrivateJwk(trimmed)) {
    return badKey('is a private key. Treat it as leaked: it belongs into the app only');
  }
  const key = attempt(() => publicKeyFrom(trimmed));
  if (!key) return badKey('cannot be read as a public key');
  return key.asymmetricKeyType === 'ed25519' ? key : badKey(`is ${key.asymmetricKeyType}, not ed25519`);
}

function publicKeyFrom(text: string): KeyObject {
  if (text.startsWith('{')) return createPublicKey({ key: JSON.parse(text) as JWK, format: 'jwk' });
  if (text.startsWith('-----BEGIN PUBLIC KEY-----')) return createPublicKey(text);
  return createPublicKey({ key: Buffer.from(text, 'base64url'), format: 'der', type: 'spki' });
}

function isPrivateJwk(text: string): boolean {
  return attempt(() => 'd' in (JSON.parse(text) as object)) === true;
}

async function thumbprint(key: KeyObject): Promise<string> {
  return calculateJwkThumbprint(key.export({ format: 'jwk' }));
}

function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}

function whyRefused(error: unknown): Refusal {
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) {
    return refuse(
      'ticket-wrong-algorithm',
      `The ticket is not signed with ${ALGORITHM}.`,
      'Only the app makes tickets; write the `/dispatch` comment again.',
    );
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return wrongSignature();
  return refuse(
    'ticket-not-a-jws',
    'The input `ticket` is not a signed ticket.',
    'Start this workflow with a `/dispatch` comment, or give `agent` and `task` instead of a ticket.',
  );
}

function wrongSignature(): Refusal {
  return refuse(
    'ticket-wrong-signature',
    "The ticket's signature does not belong to the key in `ticket-key`.",
    'Set `ticket-key` to the public key that the app prints when it starts, then write the comment again.',
  );
}

function wrongType(type: unknown): Refusal {
  return refuse(
    'ticket-wrong-type',
    `The signed text is of type ${JSON.stringify(type ?? null)}, not ${TYPE}.`,
    'Only the app makes tickets; write the `/dispatch` comment again.',
  );
}

function badKey(why: string): Refusal {
  return refuse(
    'ticket-key-bad',
    `The key in \`ticket-key\` ${why}.`,
    'Set it to the one-line public key that the app prints when it starts.',
  );
}
