import { Fault } from '../core/fault.ts';
import { jobOfComment, statusComment, type State } from '../core/output/status-comment.ts';
import { findOwnComment } from '../edge/github/own-comment.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { createComment } from '../edge/github/write.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { forComment } from './thread.ts';

/**
 * Writes the job's one status comment. If that was tried before, or the answer got lost, our comment is
 * looked for first: the job's id is in it. False when comments cannot be written there.
 */
export async function greet(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  state: State = { kind: 'accepted' },
): Promise<boolean> {
  if ((await statusCommentOf(desk, request, name, job)) !== null) return true;
  await desk.store.jobs.greet(job.jobId);
  try {
    const text = forComment(desk, statusComment(job, state), job.jobId);
    const comment = await createComment(request, name, job.issueNumber, text);
    await desk.store.jobs.greeted(job.jobId, comment.id);
    return true;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === 'github-refused') return false;
    if ((await recognise(desk, request, name, job)) !== null) return true;
    throw error;
  }
}

/**
 * The job's status comment, searched for in the thread when it may exist without our knowing its id.
 * Null when there is none. Throws `Fault` when GitHub cannot say.
 */
export async function statusCommentOf(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
): Promise<number | null> {
  if (job.statusCommentId !== null || !job.greeted) return job.statusCommentId;
  return recognise(desk, request, name, job);
}

async function recognise(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
): Promise<number | null> {
  const since = new Date(job.createdAt - 60_000).toISOString();
  const isIt = (body: string) => jobOfComment(body) === job.jobId;
  const found = await findOwnComment(request, name, job.issueNumber, { appId: desk.appId, since, isIt });
  if (found) await desk.store.jobs.greeted(job.jobId, found.id);
  return found?.id ?? null;
}
