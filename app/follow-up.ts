import { readCallToApprove, type CallToApprove } from '../core/approval/call.ts';
import { isRefusal } from '../core/refusal.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { randomId, sha256 } from '../edge/keys/digest.ts';
import type { Job, NewJob } from '../edge/store/job.ts';
import { awaitApproval, type ToApprove } from './await-approval.ts';
import { openCheck } from './check.ts';
import type { Desk } from './desk.ts';
import type { Ending } from './ending.ts';
import { passableFault } from './store-away.ts';
import { threadOfJob } from './job-facts.ts';
import { compileHere, readGround } from './survey.ts';
import type { Thread } from './thread.ts';
import { wishOf } from './wish.ts';

/** So many jobs may follow one after the other on one command. */
const MOST_FOLLOWING = 3;

/**
 * A run under `policy: require_approval` that ended well and wanted to make a call: another job for the same task,
 * which waits until somebody agrees to exactly that call. At most one follows a job, since it counts as the command's
 * next one. It is made before the first job ends, so that an app that is stopped in between makes it afterwards.
 */
export async function followUp(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  { state, result }: Ending,
): Promise<void> {
  const written = state === 'done' ? result?.deferred : undefined;
  const call = written === undefined ? null : readCallToApprove(written, written.sha256, sha256);
  if (call === null || job.commandIndex >= MOST_FOLLOWING || job.actorId === null) return;
  const thread = threadOfJob(desk, request, name, job, job.actorId);
  try {
    const asked = await whatToAsk(thread, job, call);
    if (asked === null) return desk.log(`job ${job.jobId}: what it wanted to do is not asked for any more`);
    const { job: next, isNew } = await desk.store.jobs.accept(followerOf(job));
    if (next.state !== 'authorised') return;
    if (isNew && asked.isPullRequest) await openCheck(desk, request, name, next);
    await awaitApproval(thread, next, job.actorId, asked);
  } catch (error) {
    const fault = passableFault(error);
    desk.log(`job ${job.jobId}: nobody could be asked about its call: ${fault.message}`);
  }
}

/** Null when the configuration or the commit is another by now, or the call is none that this agent is asked about. */
async function whatToAsk(
  thread: Thread,
  job: Job,
  call: CallToApprove,
): Promise<(ToApprove & { isPullRequest: boolean }) | null> {
  const ground = await readGround(thread);
  if (isRefusal(ground) || ground.file.blobSha !== job.configBlob) return null;
  const here = await compileHere(thread, ground, job.agent, wishOf(job));
  if (isRefusal(here) || here.toApprove === null) return null;
  const { policy, tools } = here.toApprove.plan;
  const { isPullRequest } = here.issue;
  if (policy !== 'require_approval' || !tools.includes(call.tool)) return null;
  if (isPullRequest && here.head.sha !== job.headSha) return null;
  return { ...here.toApprove, call, isPullRequest };
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
  };
}
