import { decide, type Facts } from '../core/authority/decide.ts';
import { Fault } from '../core/fault.ts';
import { statusComment } from '../core/output/status-comment.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { claimsFor } from '../core/ticket/claims.ts';
import { statusOf } from '../edge/github/call.ts';
import { findComment, readRole } from '../edge/github/read.ts';
import { createComment, dispatchWorkflow } from '../edge/github/write.ts';
import { randomId, sha256 } from '../edge/keys/digest.ts';
import { signTicket } from '../edge/keys/ticket-keys.ts';
import type { Job } from '../edge/store/job.ts';
import { endJob } from './end-job.ts';
import { notDispatchable } from './survey.ts';
import { forComment, type Thread } from './thread.ts';

/**
 * From the decision to a run: keep the job, say so in its one status comment, ask for the author's
 * role once more, and dispatch. Returns the code of what became of it. Throws `Fault` on an accident;
 * the job is then still open and its row says how far it came.
 */
export async function startJob(thread: Thread, facts: Facts, branch: string): Promise<string> {
  const { desk, event, request } = thread;
  const { jobs } = desk.store;
  const { job } = jobs.accept(newJob(thread, facts));
  if (!(await greet(thread, job))) {
    jobs.finish(job.jobId, 'undeliverable', 'no-comment');
    return 'undeliverable';
  }
  // The last thing before the run: a role that was taken away since the webhook gives no ticket.
  const role = await readRole(request, event.name, facts.hearing.author.login);
  const authorised = decide({ ...facts, role });
  if (isRefusal(authorised)) return refuseJob(thread, job.jobId, authorised);
  if (!jobs.move(job.jobId, 'accepted', 'dispatching')) return 'replayed';
  const now = Math.floor(desk.now() / 1000);
  const stamp = { issuer: desk.issuer, nonce: randomId(), jobId: job.jobId, now, sha256 };
  const ticket = await signTicket(claimsFor(authorised, stamp), desk.ticketPrivateKey);
  try {
    const inputs = { ticket, head: facts.frozen.headSha };
    const run = await dispatchWorkflow(request, event.name, { workflow: desk.workflow, ref: branch, inputs });
    jobs.dispatched(job.jobId, run);
    return 'dispatched';
  } catch (error) {
    if (statusOf(error) !== 422) throw error;
    return refuseJob(thread, job.jobId, notDispatchable(desk.workflow));
  }
}

async function refuseJob(thread: Thread, jobId: string, cause: Refusal): Promise<string> {
  const { desk, event, request } = thread;
  const job = desk.store.jobs.byId(jobId);
  return job ? endJob(desk, request, event.name, job, { state: 'refused', cause }) : 'replayed';
}

function newJob({ event }: Thread, { agent, hearing, task, frozen }: Facts) {
  return {
    jobId: randomId(),
    repositoryId: hearing.repository.id,
    repository: hearing.repository.fullName,
    installationId: event.installationId,
    issueNumber: hearing.issueNumber,
    commandCommentId: hearing.commentId,
    commandIndex: 0,
    agent: agent.name,
    actor: hearing.author.login,
    headSha: frozen.headSha,
    configBlob: frozen.configBlob,
    configCommit: frozen.configCommit,
    bodySha256: frozen.bodySha256,
    bodyUpdatedAt: frozen.updatedAt,
    taskSha256: sha256(task),
  };
}

/**
 * Writes the job's one status comment. If that was tried before, or the answer got lost, our comment is
 * looked for first: the job's id is in it. False when comments cannot be written there.
 */
async function greet(thread: Thread, job: Job): Promise<boolean> {
  const { desk, event, request } = thread;
  if (job.statusCommentId !== null) return true;
  if (job.greeted && (await recognise(thread, job))) return true;
  desk.store.jobs.greet(job.jobId);
  try {
    const text = forComment(desk, statusComment(job, { kind: 'accepted' }), job.jobId);
    const comment = await createComment(request, event.name, job.issueNumber, text);
    desk.store.jobs.greeted(job.jobId, comment.id);
    return true;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === 'github-refused') return false;
    if (await recognise(thread, job)) return true;
    throw error;
  }
}

async function recognise({ desk, event, request }: Thread, job: Job): Promise<boolean> {
  const since = new Date(job.createdAt - 60_000).toISOString();
  const found = await findComment(request, event.name, job.issueNumber, { marker: job.jobId, since });
  if (found) desk.store.jobs.greeted(job.jobId, found.id);
  return found !== null;
}
