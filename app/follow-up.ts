import { readCallToApprove, type CallToApprove } from '../core/approval/call.ts';
import type { Proposal } from '../core/approval/proposal.ts';
import { proposalIn } from '../core/output/hand-in.ts';
import type { Result } from '../core/output/result.ts';
import type { Plan } from '../core/profile/plan.ts';
import { isRefusal } from '../core/refusal.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { randomId, sha256 } from '../edge/keys/digest.ts';
import { FIRST, type Job, type NewJob } from '../edge/store/job.ts';
import { awaitApproval } from './await-approval.ts';
import { openCheck } from './check.ts';
import type { Desk } from './desk.ts';
import type { Ending } from './ending.ts';
import { passableFault } from './store-away.ts';
import { threadOfJob } from './job-facts.ts';
import { compileHere, readGround } from './survey.ts';
import type { Thread } from './thread.ts';
import type { ToApprove } from './to-approve.ts';
import { wishOf } from './wish.ts';

/** So many jobs may follow one after the other on one command. */
const MOST_FOLLOWING = 3;

/** What a run leaves for a person to decide: a call that it wanted to make, or a plan that it proposes. */
type Left = { call: CallToApprove } | { proposal: Proposal };

/**
 * A run that ended well and left something to decide: another job for the same task, which waits until somebody agrees
 * to exactly that. At most one follows a job, since it counts as the command's next one. It is made before the first
 * job ends, so that an app that is stopped in between makes it afterwards.
 */
export async function followUp(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  { state, result }: Ending,
): Promise<void> {
  const left = state === 'done' && result !== undefined ? leftBy(result) : null;
  // What a run asked for has its share of that run's budget, and no more.
  if (job.parentJob !== null) return;
  if (left === null || job.commandIndex >= MOST_FOLLOWING || job.actorId === null) return;
  const thread = threadOfJob(desk, request, name, job, job.actorId);
  try {
    const asked = await whatToAsk(thread, job, left);
    if (asked === null) return desk.log(`job ${job.jobId}: what it wanted to do is not asked for any more`);
    const { job: next, isNew } = await desk.store.jobs.accept(followerOf(job));
    if (next.state !== 'authorised') return;
    if (isNew && asked.isPullRequest) await openCheck(desk, request, name, next);
    await awaitApproval(thread, next, job.actorId, asked);
  } catch (error) {
    const fault = passableFault(error);
    desk.log(`job ${job.jobId}: nobody could be asked about what it left: ${fault.message}`);
  }
}

function leftBy({ deferred, outputs = [] }: Result): Left | null {
  const proposal = proposalIn(outputs);
  if (proposal !== null) return { proposal };
  const call = deferred === undefined ? null : readCallToApprove(deferred, deferred.sha256, sha256);
  return call === null ? null : { call };
}

/** Null when the configuration or the commit is another by now, or this agent is not asked about such a thing. */
async function whatToAsk(
  thread: Thread,
  job: Job,
  left: Left,
): Promise<(ToApprove & { isPullRequest: boolean }) | null> {
  const ground = await readGround(thread);
  if (isRefusal(ground) || ground.file.blobSha !== job.configBlob) return null;
  const here = await compileHere(thread, ground, job.agent, { ...wishOf(job), ...left });
  if (isRefusal(here) || here.toApprove === null) return null;
  const { isPullRequest } = here.issue;
  if (!isAskedAbout(here.toApprove.plan, left)) return null;
  if (isPullRequest && here.head.sha !== job.headSha) return null;
  return { ...here.toApprove, ...('call' in left ? { call: left.call } : {}), isPullRequest };
}

function isAskedAbout({ policy, tools, proposal }: Plan, left: Left): boolean {
  if ('proposal' in left) return proposal !== undefined;
  return policy === 'require_approval' && tools.includes(left.call.tool);
}

function followerOf(job: Job): NewJob {
  const { repositoryId, repository, installationId, issueNumber, commandCommentId, agent } = job;
  const { actor, actorId, headSha, configBlob, configCommit, bodySha256, bodyUpdatedAt } = job;
  const { taskSha256, task, limits, startedBy, fromJob, fromKind, jobId: retryOf } = job;
  const kept = { repositoryId, repository, installationId, issueNumber, commandCommentId, agent };
  const frozen = { headSha, configBlob, configCommit, bodySha256, bodyUpdatedAt, taskSha256, task };
  return {
    ...kept,
    ...frozen,
    actor,
    actorId,
    limits,
    startedBy,
    fromJob,
    fromKind,
    // An answer that somebody had to agree to is not kept.
    cacheKey: null,
    retryOf,
    jobId: randomId(),
    commandIndex: job.commandIndex + 1,
    ...FIRST,
  };
}
