import { openApproved, type Approved } from '../core/approval/decide.ts';
import { partsOf } from '../core/approval/narrow.ts';
import { decide, type Facts } from '../core/authority/decide.ts';
import { Fault } from '../core/fault.ts';
import { statusComment } from '../core/output/status-comment.ts';
import { isRefusal, refuse } from '../core/refusal.ts';
import { claimsFor } from '../core/ticket/claims.ts';
import { statusOf } from '../edge/github/call.ts';
import { Held } from '../edge/github/held.ts';
import { dispatchWorkflow, editComment } from '../edge/github/write.ts';
import { randomId, sha256 } from '../edge/keys/digest.ts';
import { signTicket } from '../edge/keys/ticket-keys.ts';
import type { Job } from '../edge/store/job.ts';
import type { Budget } from '../edge/store/ledger.ts';
import { endJob } from './end-job.ts';
import type { Ending } from './ending.ts';
import { givenJob } from './given-job.ts';
import { knownStatusComment, markOf, viewOf } from './greet.ts';
import { endLost, mayHaveStarted, recoverLost } from './lost-run.ts';
import { reserveBudget } from './reserve-budget.ts';
import { readStanding } from './standing.ts';
import { isStoreAway } from './store-away.ts';
import { notDispatchable } from './survey.ts';
import { forJob } from './job-words.ts';
import type { Thread } from './thread.ts';
import { postedPlan } from './posted-plan.ts';

/**
 * From a job that may start to its run: reserve its budget, ask for its author's standing once more, sign the ticket, and dispatch. `approved`
 * is somebody's agreement where one was needed; it is spent with the step to `dispatching`, once. Returns the code of
 * what became of it. Throws `Fault` on an accident; the job is then still open and its row says how far it came: only
 * in the state `dispatching` may there be a run.
 */
export async function dispatchJob(
  thread: Thread,
  job: Job,
  facts: Facts,
  branch: string,
  { approved, budget }: { approved: Approved | null; budget: Budget },
): Promise<string> {
  const { desk, event, request } = thread;
  const earlier = await givenJob(thread, job, job);
  if (isRefusal(earlier)) return end(thread, job, { state: 'refused', cause: earlier });
  const unfunded = await reserveBudget(
    desk,
    job,
    budget,
    approved === null ? 'authorised' : 'awaiting_approval',
  );
  if (unfunded === 'overtaken') return 'replayed';
  if (unfunded !== null) return end(thread, job, { state: 'refused', cause: unfunded });
  // The last thing before the run: a role or a team that was taken away since the webhook gives no ticket.
  const standing = await readStanding(request, event.name, facts.hearing.author.login, facts.agent);
  const authorised = decide({ ...facts, ...standing, earlier });
  if (isRefusal(authorised)) return end(thread, job, { state: 'refused', cause: authorised });
  const now = Math.floor(desk.now() / 1000);
  const stamp = { issuer: desk.issuer, nonce: randomId(), jobId: job.jobId, now, sha256 };
  const ticket = await signTicket(claimsFor(authorised, stamp, approved), desk.ticketPrivateKey);
  if (!(await begin(thread, job, approved))) return 'replayed';
  try {
    const inputs = { ticket, head: facts.frozen.headSha };
    const run = await dispatchWorkflow(request, event.name, { workflow: desk.workflow, ref: branch, inputs });
    await desk.store.jobs.dispatched(job, run);
    return 'dispatched';
  } catch (error) {
    if (!(error instanceof Fault) || isStoreAway(error)) throw error;
    const ended = await notDispatched(thread, job, error, approved !== null);
    return ended === 'free' ? dispatchJob(thread, job, facts, branch, { approved, budget }) : ended;
  }
}

/** The step after which there may be a run. */
async function begin(thread: Thread, job: Job, approved: Approved | null): Promise<boolean> {
  const { jobs, approvals } = thread.desk.store;
  if (approved === null) return jobs.move(job, ['reserved'], 'dispatching');
  const { digest, approver, commentId, without } = openApproved(approved);
  if (!(await approvals.spend(job, digest, { ...approver, commentId }))) return false;
  const posted = await approvals.of(job.jobId);
  const parts = posted === null ? [] : partsOf(postedPlan(posted));
  const left = without.map((part) => parts[part - 1]?.text ?? String(part));
  await tellApproved(thread, job, { by: approver.login, without: left });
  return true;
}

/** A courtesy: its failure stops nothing, and the run's news replaces it. */
async function tellApproved(
  { desk, event, request }: Thread,
  job: Job,
  agreed: { by: string; without: string[] },
): Promise<void> {
  const commentId = await knownStatusComment(desk, job);
  if (commentId === null) return;
  const words = statusComment(viewOf(desk, job), { kind: 'approved', ...agreed });
  const text = await forJob(desk, job, words, markOf(desk, job));
  await editComment(request, event.name, commentId, text).catch((error: unknown) => {
    desk.log(
      `job ${job.jobId}: its approval was not told: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  });
}

/**
 * A dispatch that failed: GitHub said no, or its answer was lost and there may be a run. `free`: there is none. Throws what
 * kept it from being sent; the job then waits for its dispatch again.
 */
async function notDispatched(thread: Thread, job: Job, error: Fault, isApproved: boolean): Promise<string> {
  const { desk, event, request } = thread;
  desk.log(`the dispatch of job ${job.jobId} failed: ${error.message}`);
  // Nothing was sent, so that it may be later; but an agreement is spent by now, and good for no second time.
  const isFree = error instanceof Held && !isApproved;
  if (isFree && (await desk.store.jobs.move(job, ['dispatching'], 'reserved'))) throw error;
  if (mayHaveStarted(error)) {
    const found = await recoverLost(desk, request, event.name, job);
    return found === 'unknown' ? endLost(desk, request, event.name, job, error.message) : found;
  }
  const cause =
    statusOf(error) === 422
      ? notDispatchable(desk.workflow)
      : refuse(error.code, error.message, error.remedy);
  return end(thread, job, { state: 'refused', cause });
}

function end({ desk, event, request }: Thread, job: Job, ending: Ending): Promise<string> {
  return endJob(desk, request, event.name, job, ending);
}
