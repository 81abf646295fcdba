import { decide, type Facts } from '../core/authority/decide.ts';
import type { Caps } from '../core/caps/caps.ts';
import { Fault } from '../core/fault.ts';
import { isRefusal, refuse } from '../core/refusal.ts';
import { claimsFor } from '../core/ticket/claims.ts';
import { statusOf } from '../edge/github/call.ts';
import { readRole } from '../edge/github/read.ts';
import { dispatchWorkflow } from '../edge/github/write.ts';
import { randomId, sha256 } from '../edge/keys/digest.ts';
import { signTicket } from '../edge/keys/ticket-keys.ts';
import type { Job, NewJob } from '../edge/store/job.ts';
import type { Budget } from '../edge/store/ledger.ts';
import { endJob } from './end-job.ts';
import type { Ending } from './ending.ts';
import { greet } from './greet.ts';
import { sayCapped } from './job-caps.ts';
import { mayHaveStarted, settleLost } from './lost-run.ts';
import { isStoreAway } from './store-away.ts';
import { reserveBudget } from './reserve-budget.ts';
import { notDispatchable } from './survey.ts';
import type { Thread } from './thread.ts';

/**
 * From the decision to a run: keep the job (`retryOf`: the one whose task it is), say so in its one status comment,
 * reserve its budget, ask for the author's role once more, and dispatch. Returns the code of what became of it. Throws `Fault` on an accident;
 * the job is then still open and its row says how far it came: only in the state `dispatching` may there
 * be a run.
 */
export async function startJob(
  thread: Thread,
  facts: Facts,
  branch: string,
  retryOf: string | null,
  { budget, caps }: { budget: Budget; caps: Caps },
): Promise<string> {
  const { desk, event, request } = thread;
  const { jobs } = desk.store;
  const accepted = await jobs.accept(newJob(thread, facts, retryOf), caps);
  if (isRefusal(accepted)) return sayCapped(thread, facts.agent.name, accepted);
  const { job } = accepted;
  if (!(await greet(desk, request, event.name, job))) {
    await jobs.finish(job, 'undeliverable', 'no-comment');
    return 'undeliverable';
  }
  const unfunded = await reserveBudget(desk, job, budget);
  if (unfunded === 'overtaken') return 'replayed';
  if (unfunded !== null) return end(thread, job, { state: 'refused', cause: unfunded });
  // The last thing before the run: a role that was taken away since the webhook gives no ticket.
  const role = await readRole(request, event.name, facts.hearing.author.login);
  const authorised = decide({ ...facts, role });
  if (isRefusal(authorised)) return end(thread, job, { state: 'refused', cause: authorised });
  const now = Math.floor(desk.now() / 1000);
  const stamp = { issuer: desk.issuer, nonce: randomId(), jobId: job.jobId, now, sha256 };
  const ticket = await signTicket(claimsFor(authorised, stamp), desk.ticketPrivateKey);
  if (!(await jobs.move(job, ['reserved'], 'dispatching'))) return 'replayed';
  try {
    const inputs = { ticket, head: facts.frozen.headSha };
    const run = await dispatchWorkflow(request, event.name, { workflow: desk.workflow, ref: branch, inputs });
    await jobs.dispatched(job, run);
    return 'dispatched';
  } catch (error) {
    if (!(error instanceof Fault) || isStoreAway(error)) throw error;
    return notDispatched(thread, job, error);
  }
}

/** A dispatch that failed: GitHub said no, or its answer was lost and there may be a run. */
async function notDispatched(thread: Thread, job: Job, error: Fault): Promise<string> {
  const { desk, event, request } = thread;
  desk.log(`the dispatch of job ${job.jobId} failed: ${error.message}`);
  if (mayHaveStarted(error)) return settleLost(desk, request, event.name, job, error.message);
  const cause =
    statusOf(error) === 422
      ? notDispatchable(desk.workflow)
      : refuse(error.code, error.message, error.remedy);
  return end(thread, job, { state: 'refused', cause });
}

function end({ desk, event, request }: Thread, job: Job, ending: Ending): Promise<string> {
  return endJob(desk, request, event.name, job, ending);
}

function newJob({ event }: Thread, { agent, hearing, task, frozen }: Facts, retryOf: string | null): NewJob {
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
    actorId: hearing.author.id,
    headSha: frozen.headSha,
    configBlob: frozen.configBlob,
    configCommit: frozen.configCommit,
    bodySha256: frozen.bodySha256,
    bodyUpdatedAt: frozen.updatedAt,
    taskSha256: sha256(task),
    task,
    retryOf,
  };
}
