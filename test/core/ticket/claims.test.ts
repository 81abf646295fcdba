import { expect, test } from 'vitest';
import { decideApproval, type ApprovalFacts, type Approved } from '../../../core/approval/decide.ts';
import type { Authorised } from '../../../core/authority/decide.ts';
import { claimsFor, TICKET_SECONDS } from '../../../core/ticket/claims.ts';
import { Ticket } from '../../../core/ticket/ticket.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { goodApproval } from '../approval/facts.ts';
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

test('an earlier job goes into the claims, and one that is not named does not', () => {
  const earlier = { jobId: '4'.repeat(32), runId: 7, agent: 'planner', resultSha256: '5'.repeat(64) };
  const claims = claimsFor(authorised({ earlier }), stamp);
  expect(Ticket.parse(claims)).toEqual(claims);
  expect(claims.from).toEqual({
    job_id: earlier.jobId,
    run_id: 7,
    agent: 'planner',
    result_sha256: earlier.resultSha256,
  });
  expect(claimsFor(authorised(), stamp)).not.toHaveProperty('from');
});

function approved(differing: Partial<ApprovalFacts['job']> = {}): Approved {
  const job = { ...goodApproval.job, ...differing };
  const decision = decideApproval({ ...goodApproval, job });
  if (isRefusal(decision)) throw new Error(decision.because);
  return decision;
}

test('an approval goes into the claims: who, what, and what was left out', () => {
  const claims = claimsFor(authorised(), stamp, approved());
  expect(Ticket.parse(claims)).toEqual(claims);
  const { digest } = goodApproval.posted;
  expect(claims.approval).toEqual({ by: 'rosa', by_id: 2, plan_sha256: digest, without: [3] });
  expect(claimsFor(authorised(), stamp)).not.toHaveProperty('approval');
});

test('the approval of another job makes no claims, nor does one that nobody decided', () => {
  const other = approved({ jobId: '9'.repeat(32) });
  expect(() => claimsFor(authorised(), stamp, other)).toThrow(/another job/);
  const forged = { jobId: stamp.jobId, digest: goodApproval.posted.digest } as unknown as Approved;
  expect(() => claimsFor(authorised(), stamp, forged)).toThrow(TypeError);
});

test('something that was never decided becomes none', () => {
  const forged = { actor: 'mona', agent: 'reviewer' } as unknown as Authorised;
  expect(() => claimsFor(forged, stamp)).toThrow(TypeError);
});
