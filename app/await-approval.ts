import { canonicalJson } from '../core/audit/canonical.ts';
import { approvalPlan, digestOf } from '../core/approval/plan.ts';
import { configChanged, denied, expired } from '../core/approval/refusals.ts';
import { waitingTime, waitingWords } from '../core/approval/waiting.ts';
import type { State } from '../core/output/status-comment.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { sha256 } from '../edge/keys/digest.ts';
import type { Approval } from '../edge/store/approvals.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { endJob } from './end-job.ts';
import { greet, knownStatusComment } from './greet.ts';
import type { Thread } from './thread.ts';
import type { ToApprove } from './to-approve.ts';
import { postedPlan } from './posted-plan.ts';

/**
 * Keeps what has to be approved and shows it in the job's one status comment. Nothing is reserved and nothing
 * dispatched. `requesterId`: the account of whoever asked.
 */
export async function awaitApproval(
  { desk, request, event }: Thread,
  job: Job,
  requesterId: number,
  { plan, capabilities, configBlob, call }: ToApprove,
): Promise<string> {
  // An attempt that was cut short froze the configuration of then.
  if (configBlob !== job.configBlob)
    return endJob(desk, request, event.name, job, { state: 'refused', cause: configChanged() });
  const asked = approvalPlan(plan, capabilities, job, call ?? null);
  const posted = {
    digest: digestOf(asked, sha256),
    plan: canonicalJson(asked),
    requesterId,
    expiresAt: desk.now() + waitingTime(desk.operator.approval_minutes, plan.approvalMinutes),
  };
  if (!(await desk.store.approvals.ask(job, posted))) return 'replayed';
  return postPlan(desk, request, event.name, job);
}

/** Shows the plan of a job that waits, once. */
export async function postPlan(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
): Promise<string> {
  const state = stateOf(job, await approvalOf(desk, job));
  if (await greet(desk, request, name, job, state)) return 'awaiting-approval';
  await desk.store.jobs.finish(job, 'undeliverable', 'no-comment');
  return 'undeliverable';
}

/** Whether a job waits for a person, and there is nothing to do for it meanwhile. */
export async function stillWaits(desk: Desk, job: Job): Promise<boolean> {
  if (job.state !== 'awaiting_approval') return false;
  const { decision, expiresAt } = await approvalOf(desk, job);
  return decision === null && desk.now() < expiresAt && (await knownStatusComment(desk, job)) !== null;
}

/** Does what is left to do for a job that waits: its plan was not shown, its time is up, or its end was cut short. */
export async function endOfWaiting(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
): Promise<string> {
  const { decision, decidedBy, reason, expiresAt } = await approvalOf(desk, job);
  if (decision === 'denied') {
    const cause = denied(decidedBy ?? '', reason);
    return endJob(desk, request, name, job, { state: 'refused', cause });
  }
  if (desk.now() < expiresAt) return postPlan(desk, request, name, job);
  return endJob(desk, request, name, job, { state: 'expired', cause: expired(job.agent) });
}

async function approvalOf({ store }: Desk, { jobId }: Job): Promise<Approval> {
  const approval = await store.approvals.of(jobId);
  if (approval === null) throw new Error(`the job ${jobId} waits for an approval that nobody asked for`);
  return approval;
}

function stateOf({ task, parentJob }: Job, { plan, digest, requestedAt, expiresAt }: Approval): State {
  const until = `${new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const wait = waitingWords(expiresAt - requestedAt);
  const asked = { plan: postedPlan({ plan }), digest, task: task ?? '', until, wait };
  return { kind: 'awaiting', ...asked, ...(parentJob === null ? {} : { taskOf: parentJob }) };
}
