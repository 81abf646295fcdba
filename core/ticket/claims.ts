import { openApproved, type Approved } from '../approval/decide.ts';
import { openAuthorised, type Authorised, type EarlierJob } from '../authority/decide.ts';
import type { Limits } from '../profile/limits.ts';
import type { Ticket } from './ticket.ts';

/** What a ticket needs besides the decision: identity and time, which a pure function cannot make. */
export type Stamp = {
  issuer: string;
  /** 32 lower-case hex digits each. */
  nonce: string;
  jobId: string;
  /** Unix seconds. */
  now: number;
  sha256: (text: string) => string;
};

/** A ticket lives one hour: long enough to wait for a free runner, too short to be worth stealing. */
export const TICKET_SECONDS = 3600;

/**
 * The claims for one authorised command. Takes the sealed decision, so nothing unauthorised gets a ticket; and of a
 * job that somebody had to agree to, that sealed decision, too. Throws `TypeError` when that one is about another job.
 */
export function claimsFor(authorised: Authorised, stamp: Stamp, approved: Approved | null = null): Ticket {
  const grant = openAuthorised(authorised);
  return {
    iss: stamp.issuer,
    jti: stamp.nonce,
    iat: stamp.now,
    exp: stamp.now + TICKET_SECONDS,
    repository_id: grant.repositoryId,
    repository: grant.repository,
    job_id: stamp.jobId,
    actor: grant.actor,
    agent: grant.agent,
    config_blob: grant.frozen.configBlob,
    config_commit: grant.frozen.configCommit,
    head_sha: grant.frozen.headSha,
    fork_head: grant.frozen.forkHead,
    private: grant.frozen.private,
    task: grant.task,
    task_sha256: stamp.sha256(grant.task),
    issue_number: grant.issueNumber,
    depth: 0,
    ...(grant.startedBy === 'comment' ? {} : { trigger: grant.startedBy }),
    ...limitClaims(grant.limits),
    ...fromClaim(grant.earlier),
    ...(approved === null ? {} : { approval: approvalOf(approved, stamp.jobId) }),
  };
}

function fromClaim(earlier: EarlierJob | null): Pick<Ticket, 'from'> {
  if (earlier === null) return {};
  const { jobId: job_id, runId: run_id, agent, resultSha256: result_sha256, session } = earlier;
  return { from: { job_id, run_id, agent, result_sha256, ...(session === undefined ? {} : { session }) } };
}

function limitClaims({ budgetUsd, timeoutMinutes, maxTurns }: Limits): Pick<Ticket, 'limits'> {
  const limits = {
    ...(budgetUsd === undefined ? {} : { budget_usd: budgetUsd }),
    ...(timeoutMinutes === undefined ? {} : { timeout_minutes: timeoutMinutes }),
    ...(maxTurns === undefined ? {} : { max_turns: maxTurns }),
  };
  return Object.keys(limits).length === 0 ? {} : { limits };
}

/** The limits of a ticket, as the plan has them. */
export function limitsIn({ limits = {} }: Pick<Ticket, 'limits'>): Limits {
  const { budget_usd: budgetUsd, timeout_minutes: timeoutMinutes, max_turns: maxTurns } = limits;
  return {
    ...(budgetUsd === undefined ? {} : { budgetUsd }),
    ...(timeoutMinutes === undefined ? {} : { timeoutMinutes }),
    ...(maxTurns === undefined ? {} : { maxTurns }),
  };
}

function approvalOf(approved: Approved, jobId: string): NonNullable<Ticket['approval']> {
  const agreement = openApproved(approved);
  if (agreement.jobId !== jobId) throw new TypeError('the approval is for another job');
  const { approver, digest, without, call } = agreement;
  return {
    by: approver.login,
    by_id: approver.id,
    plan_sha256: digest,
    without: [...without],
    ...(call === null ? {} : { call: { tool: call.tool, arguments: call.arguments, sha256: call.digest } }),
  };
}
