import type { Facts } from '../core/authority/decide.ts';
import type { Caps } from '../core/caps/caps.ts';
import { isRefusal } from '../core/refusal.ts';
import { randomId, sha256 } from '../edge/keys/digest.ts';
import type { Job, NewJob } from '../edge/store/job.ts';
import type { Budget } from '../edge/store/ledger.ts';
import { awaitApproval, type ToApprove } from './await-approval.ts';
import { answerCached, type CachedAnswer } from './cached-answer.ts';
import { openCheck } from './check.ts';
import { dispatchJob } from './dispatch-job.ts';
import { greet } from './greet.ts';
import { sayCapped } from './job-caps.ts';
import { supersede } from './supersede.ts';
import type { Thread } from './thread.ts';

/** `retryOf`: the job whose task it is; `fromJob`: the one whose result (or, as `fromKind` says, conversation) it is given; `toApprove`: what somebody has to agree to first; `budget`: what it may cost. */
type Start = {
  retryOf: string | null;
  fromJob: string | null;
  fromKind: Job['fromKind'];
  cacheKey: string | null;
  /** What was answered to the same before; null where a run is needed. */
  cached: CachedAnswer | null;
  toApprove: ToApprove | null;
  budget: Budget;
  caps: Caps;
};

/**
 * From the decision to a run, or to a job that waits for approval: keep the job and say so in its one status comment.
 * Returns the code of what became of it. Throws `Fault` on an accident; the job is then still open.
 */
export async function startJob(
  thread: Thread,
  facts: Facts,
  branch: string,
  { cached, toApprove, budget, caps, ...kin }: Start,
): Promise<string> {
  const { desk, event, request } = thread;
  const { jobs } = desk.store;
  const accepted = await jobs.accept(newJob(thread, facts, kin), caps);
  if (isRefusal(accepted)) return sayCapped(thread, facts.agent.name, accepted);
  const { job } = accepted;
  if (thread.startedBy === 'pull_request') await supersede(desk, request, event.name, job);
  if (facts.issue.isPullRequest) await openCheck(desk, request, event.name, job);
  if (toApprove !== null) return awaitApproval(thread, job, facts.hearing.author.id, toApprove);
  if (!(await greet(desk, request, event.name, job))) {
    await jobs.finish(job, 'undeliverable', 'no-comment');
    return 'undeliverable';
  }
  if (cached !== null) return answerCached(thread, job, facts, cached);
  return dispatchJob(thread, job, facts, branch, { approved: null, budget });
}

function newJob(
  { event, startedBy }: Thread,
  { agent, hearing, task, limits, frozen }: Facts,
  { retryOf, fromJob, fromKind, cacheKey }: Pick<Start, 'retryOf' | 'fromJob' | 'fromKind' | 'cacheKey'>,
): NewJob {
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
    limits: Object.keys(limits).length === 0 ? null : JSON.stringify(limits),
    startedBy,
    retryOf,
    fromJob,
    fromKind,
    cacheKey,
  };
}
