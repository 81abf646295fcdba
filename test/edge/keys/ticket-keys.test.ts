import { generateKeyPairSync } from 'node:crypto';
import { CompactSign } from 'jose';
import { describe, expect, test } from 'vitest';
import { publicKeyText, signTicket, ticketChecker } from '../../../edge/keys/ticket-keys.ts';
import { Fault } from '../../../core/fault.ts';
import type { Ticket } from '../../../core/ticket/ticket.ts';

const pem = { type: 'pkcs8', format: 'pem' } as const;
const pair = generateKeyPairSync('ed25519');
const privateKey = pair.privateKey.export(pem).toString();
const otherKey = generateKeyPairSync('ed25519').privateKey.export(pem).toString();
const check = ticketChecker(publicKeyText(privateKey));
const claims = { agent: 'reviewer', task: 'ünïcode' } as Ticket;

const bytes = (text: string) => new TextEncoder().encode(text);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const parts = async () => (await signTicket(claims, privateKey)).split('.') as [string, string, string];

test('what was signed is read again', async () => {
  expect(await check(await signTicket(claims, privateKey))).toEqual(claims);
});

test('the public key is one line, and a JWK does as well', async () => {
  expect(publicKeyText(privateKey)).toMatch(/^[A-Za-z0-9_-]{59}$/);
  const jwk = JSON.stringify(pair.publicKey.export({ format: 'jwk' }));
  expect(await ticketChecker(` ${jwk}\n`)(await signTicket(claims, privateKey))).toEqual(claims);
});

describe('refused', () => {
  test('a ticket of another key', async () => {
    expect(await check(await signTicket(claims, otherKey))).toMatchObject({ code: 'ticket-wrong-signature' });
  });

  test('another payload under the same signature', async () => {
    const [header, , signature] = await parts();
    const altered = `${header}.${part({ ...claims, agent: 'fixer' })}.${signature}`;
    expect(await check(altered)).toMatchObject({ code: 'ticket-wrong-signature' });
  });

  test.each(['none', 'HS256', 'ES256', 'RS256'])('the algorithm %s', async (alg) => {
    const [, payload, signature] = await parts();
    const forged = `${part({ alg, typ: 'dispatch-ticket+jwt' })}.${payload}.${signature}`;
    expect(await check(forged)).toMatchObject({ code: 'ticket-wrong-algorithm' });
  });

  test('an HMAC made with the public key', async () => {
    const header = { alg: 'HS256', typ: 'dispatch-ticket+jwt' };
    const secret = bytes(publicKeyText(privateKey));
    const forged = await new CompactSign(bytes('{}')).setProtectedHeader(header).sign(secret);
    expect(await check(forged)).toMatchObject({ code: 'ticket-wrong-algorithm' });
  });

  test('another type signed with the right key', async () => {
    const header = { alg: 'EdDSA', typ: 'JWT' };
    const other = await new CompactSign(bytes('{}')).setProtectedHeader(header).sign(pair.privateKey);
    expect(await check(other)).toMatchObject({ code: 'ticket-wrong-type' });
  });

  test('a header that names another key', async () => {
    const header = { alg: 'EdDSA', typ: 'dispatch-ticket+jwt', kid: 'another' };
    const other = await new CompactSign(bytes('{}')).setProtectedHeader(header).sign(pair.privateKey);
    expect(await check(other)).toMatchObject({ code: 'ticket-wrong-signature' });
  });

  test.each(['x', 'a.b.c', '..', 'e30.e30.'])('%j, which is no JWS', async (jws) => {
    expect(await check(jws)).toMatchObject({ refused: true });
  });
});

describe('a key that cannot be used', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const rsaPublic = rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64url');
  test.each([
    ['nothing', '', /is empty/],
    ['noise', 'hello', /cannot be read/],
    ['a private PEM', privateKey, /private key/],
    ['a private JWK', JSON.stringify(pair.privateKey.export({ format: 'jwk' })), /private key/],
    ['an RSA key', rsaPublic, /rsa, not ed25519/],
  ])('as public key: %s', async (_, key, because) => {
    const refusal = await ticketChecker(key)(await signTicket(claims, privateKey));
    expect(refusal).toMatchObject({ code: 'ticket-key-bad', because: expect.stringMatching(because) });
  });

  test.each([
    ['noise', 'hello'],
    ['an RSA key', rsa.privateKey.export(pem).toString()],
    ['a public key', pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ])('as private key: %s', async (_, key) => {
    await expect(signTicket(claims, key)).rejects.toThrow(Fault);
    expect(() => publicKeyText(key)).toThrow(/ticket key/);
  });
});
