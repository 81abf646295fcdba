import type { Plan } from '../core/profile/plan.ts';
import { openVerified, type Authority, type Verified } from '../core/ticket/verify.ts';
import { sha256 } from '../edge/keys/digest.ts';
import type { Footing } from './footing.ts';
import type { Prepared } from './prepare.ts';

/** The first record: who runs what, under which plan, in which cage. */
export function startEntry(
  { plan, systemPrompt, prompt, claude, footing }: Prepared,
  verified: Verified,
): object {
  const authority = openVerified(verified);
  return {
    type: 'start',
    job_id: authority.kind === 'ticket' ? authority.ticket.job_id : null,
    agent: plan.agent,
    actor: authority.kind === 'ticket' ? authority.ticket.actor : authority.actor,
    ...approvedBy(authority),
    model: plan.model,
    plan_sha256: sha256(JSON.stringify({ ...plan, systemPrompt })),
    task_sha256: sha256(prompt),
    budget_usd: plan.budgetUsd,
    cli_version: claude.version,
    cage: cageOf(plan, footing),
  };
}

function approvedBy(authority: Authority): { approved_by?: string } {
  // Who let a job of the workflow go on, only GitHub knows.
  if (authority.kind === 'workflow')
    return authority.approvedPlan === undefined ? {} : { approved_by: 'the workflow' };
  const { approval } = authority.ticket;
  return approval === undefined ? {} : { approved_by: approval.by };
}

/** The cage as it is told to people, with what a profile took away from it. */
export function cageOf({ skipPermissions }: Plan, { description }: Footing): string {
  const proven = `${description}; proven before the start`;
  return skipPermissions
    ? `${proven}; permissions skipped: calls were not judged on their arguments`
    : proven;
}
