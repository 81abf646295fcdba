import { readCallToApprove, type CallToApprove } from '../core/approval/call.ts';
import { narrowed } from '../core/approval/narrow.ts';
import { approvalPlan, digestOf } from '../core/approval/plan.ts';
import { capabilitiesOf, type Compiled, type RunFacts } from '../core/profile/compile.ts';
import type { Plan } from '../core/profile/plan.ts';
import { refuse, type Refusal } from '../core/refusal.ts';
import type { Authority } from '../core/ticket/verify.ts';
import { sha256 } from '../edge/keys/digest.ts';

/**
 * The plan that nobody had to agree to, or the one that somebody did, without what they left out. The digest is of
 * what was compiled here: what runs is what was approved, or nothing runs.
 */
export function agreedPlan(
  authority: Authority,
  compiled: Exclude<Compiled, { kind: 'refused' }>,
  facts: RunFacts,
): Plan | Refusal {
  const approval = authority.kind === 'ticket' ? authority.ticket.approval : undefined;
  if (authority.kind !== 'ticket' || approval === undefined)
    return compiled.kind === 'plan' ? compiled.plan : compiled.refusal;
  const { ticket } = authority;
  const bound = {
    jobId: ticket.job_id,
    taskSha256: ticket.task_sha256,
    configBlob: ticket.config_blob,
    configCommit: ticket.config_commit,
    headSha: ticket.head_sha,
    fromJob: ticket.from?.job_id ?? null,
    fromKind: ticket.from?.session === undefined ? null : ('session' as const),
  };
  const asked = approvalPlan(
    compiled.plan,
    capabilitiesOf(compiled.plan, facts),
    bound,
    approvedCallOf(authority),
  );
  if (digestOf(asked, sha256) !== approval.plan_sha256) return otherPlan(approval.by);
  return narrowed(compiled.plan, approval.without);
}

/** The one call that a person approved; null where it is not about one. */
export function approvedCallOf(authority: Authority): CallToApprove | null {
  const call = authority.kind === 'ticket' ? authority.ticket.approval?.call : undefined;
  return call === undefined ? null : readCallToApprove(call, call.sha256, sha256);
}

function otherPlan(by: string): Refusal {
  return refuse(
    'other-plan',
    `What ${by} approved is not what this run would be allowed to do.`,
    'Use the same version of the app and of the action, with the same operator limits; then write the /dispatch comment again.',
  );
}
