import { expect, test } from 'vitest';
import type { Authorised } from '../../../core/authority/decide.ts';
import { claimsFor, TICKET_SECONDS } from '../../../core/ticket/claims.ts';
import { Ticket } from '../../../core/ticket/ticket.ts';
import { authorised } from '../authority/facts.ts';

const stamp = {
  issuer: 'agent-dispatch/7',
  nonce: '1'.repeat(32),
  jobId: '2'.repeat(32),
  now: 1_800_000_000,
  sha256: () => '3'.repeat(64),
};

test('a decision becomes claims that a ticket reader accepts', () => {
  const claims = claimsFor(authorised(), stamp);
  expect(Ticket.parse(claims)).toEqual(claims);
  expect(claims).toMatchObject({ actor: 'mona', agent: 'reviewer', repository_id: 42, depth: 0 });
  expect(claims.exp - claims.iat).toBe(TICKET_SECONDS);
});

test('something that was never decided becomes none', () => {
  const forged = { actor: 'mona', agent: 'reviewer' } as unknown as Authorised;
  expect(() => claimsFor(forged, stamp)).toThrow(TypeError);
});
