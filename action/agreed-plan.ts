import { readCallToApprove, type CallToApprove } from '../core/approval/call.ts';
import { readProposal, type Proposal } from '../core/approval/proposal.ts';
import { narrowed } from '../core/approval/narrow.ts';
import { approvalPlan, digestOf, type Bound } from '../core/approval/plan.ts';
import { readWorkflowPlan } from '../core/approval/workflow-plan.ts';
import { capabilitiesOf, type Compiled, type RunFacts } from '../core/profile/compile.ts';
import type { Plan } from '../core/profile/plan.ts';
import { refuse, type Refusal } from '../core/refusal.ts';
import type { Authority } from '../core/ticket/verify.ts';
import { sha256 } from '../edge/keys/digest.ts';

type Startable = Exclude<Compiled, { kind: 'refused' }>;

/**
 * The plan that nobody had to agree to, or the one that somebody did, without what they left out. The digest is of
 * what was compiled here: what runs is what was approved, or nothing runs. `bound`: what a workflow's plan is bound to.
 */
export function agreedPlan(
  authority: Authority,
  compiled: Startable,
  facts: RunFacts,
  bound: Bound | null = null,
): Plan | Refusal {
  if (authority.kind === 'workflow') return plannedByWorkflow(authority.approvedPlan, compiled, facts, bound);
  const { ticket } = authority;
  const { approval } = ticket;
  if (approval === undefined) return compiled.kind === 'plan' ? compiled.plan : compiled.refusal;
  const asked = {
    jobId: ticket.job_id,
    taskSha256: ticket.task_sha256,
    configBlob: ticket.config_blob,
    configCommit: ticket.config_commit,
    headSha: ticket.head_sha,
    fromJob: ticket.from?.job_id ?? null,
    fromKind: ticket.from?.session === undefined ? null : ('session' as const),
  };
  const digest = digestOfPlan(compiled.plan, facts, asked, approvedCallOf(authority));
  return digest === approval.plan_sha256 ? narrowed(compiled.plan, approval.without) : otherPlan(approval.by);
}

/** The digest of a plan with all that an approval of it is bound to. */
export function digestOfPlan(
  plan: Plan,
  facts: RunFacts,
  bound: Bound,
  call: CallToApprove | null = null,
): string {
  return digestOf(approvalPlan(plan, capabilitiesOf(plan, facts), bound, call), sha256);
}

/** A workflow has nobody to ask; of a plan that its people let through, this has to be the very one. */
function plannedByWorkflow(
  given: string | undefined,
  compiled: Startable,
  facts: RunFacts,
  bound: Bound | null,
): Plan | Refusal {
  if (compiled.kind !== 'plan') return compiled.refusal;
  if (given === undefined) return compiled.plan;
  const digest = bound === null ? null : digestOfPlan(compiled.plan, facts, bound);
  return readWorkflowPlan(given)?.sha256 === digest ? compiled.plan : otherWorkflowPlan();
}

/** The one call that a person approved; null where it is not about one. */
export function approvedCallOf(authority: Authority): CallToApprove | null {
  const call = authority.kind === 'ticket' ? authority.ticket.approval?.call : undefined;
  return call === undefined ? null : readCallToApprove(call, call.sha256, sha256);
}

/** The plan that the agent proposed and that people agreed to; null where there is none. */
export function approvedProposalOf(authority: Authority): Proposal | Refusal | null {
  if (authority.kind === 'workflow') {
    const { approvedPlan } = authority;
    if (approvedPlan === undefined) return null;
    return readWorkflowPlan(approvedPlan)?.proposal ?? unreadablePlan();
  }
  const { approval } = authority.ticket;
  if (approval?.proposal === undefined) return null;
  return readProposal(approval.proposal) ?? otherPlan(approval.by);
}

function otherPlan(by: string): Refusal {
  return refuse(
    'other-plan',
    `What ${by} approved is not what this run would be allowed to do.`,
    'Use the same version of the app and of the action, with the same operator limits; then write the /dispatch comment again.',
  );
}

function otherWorkflowPlan(): Refusal {
  return refuse(
    'other-plan',
    'The plan in `approved-plan` was made for another run, task, commit or configuration, or was changed since.',
    'Start the workflow again, so that the agent proposes a plan for what is there now.',
  );
}

function unreadablePlan(): Refusal {
  return refuse(
    'approved-plan-bad',
    'The input `approved-plan` is no plan as a step wrote it.',
    'Set it to the output `plan` of the job in which the agent proposed it, and to nothing else.',
  );
}
