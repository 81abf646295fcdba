import type { Progress } from '../core/output/progress-words.ts';
import { statusComment } from '../core/output/status-comment.ts';
import { newsLeft, nextTelling } from '../core/pacing/next-telling.ts';
import { stageOf } from '../core/progress/stage.ts';
import { readJobs } from '../edge/github/read-jobs.ts';
import { nameOf, type RepositoryName, type Request } from '../edge/github/request.ts';
import { editComment } from '../edge/github/write.ts';
import type { Job } from '../edge/store/job.ts';
import { tellCheckProgress } from './check.ts';
import type { Desk } from './desk.ts';
import { knownStatusComment, markOf, viewOf } from './greet.ts';
import { forJob } from './job-words.ts';
import { passableFault } from './store-away.ts';

/** The comment, and the check where there is one. */
const CALLS = 2;
const LATER_MS = 60_000;

/** A job that waits for a runner, or runs. */
type UnderWay = Job & { runId: number };

/**
 * Lets the comment and the check of a job that is under way say how far it is, if it is time for that. A courtesy: what
 * GitHub does not take now is told a minute later, and what it refuses is told with the job's end. Rejects only
 * while the store does not answer.
 */
export async function tellProgress(jobId: string, desk: Desk): Promise<void> {
  const { progress, jobs } = desk.store;
  const job = await jobs.byId(jobId);
  if (job === null || !isUnderWay(job)) return;
  const last = await progress.of(jobId);
  if (last?.stopped) return;
  const left = Math.min(
    desk.contentLeft(job.installationId),
    newsLeft(await progress.written(job.installationId)),
  );
  const next = (told: number) => nextTelling({ began: job.updatedAt, told, left }, desk.now());
  const due = next(Math.max(job.updatedAt, last?.toldAt ?? 0));
  if (due > desk.now()) return progress.postpone(jobId, due);
  try {
    if (await tell(desk, job)) await progress.told(jobId, next(desk.now()));
  } catch (error) {
    const fault = passableFault(error);
    if (fault.code !== 'github-refused') return progress.postpone(jobId, desk.now() + LATER_MS);
    desk.log(`job ${jobId}: its progress is not told any more: ${fault.message}`);
    await progress.stop(jobId);
  }
}

/** False when the job is not what it was any more. */
async function tell(desk: Desk, job: UnderWay): Promise<boolean> {
  const name = nameOf(job.repository);
  const request = await desk.github(job.installationId);
  const progress = await progressOf(desk, request, name, job);
  const commentId = await knownStatusComment(desk, job);
  const now = await desk.store.jobs.byId(job.jobId);
  if (now?.attempt !== job.attempt || now.state !== job.state) return false;
  await desk.store.progress.writing(job.installationId, CALLS);
  if (commentId !== null) {
    const isWaiting = job.state === 'dispatched' && progress.stage === null;
    const words = statusComment(viewOf(desk, job), { kind: isWaiting ? 'waiting' : 'running', progress });
    const text = await forJob(desk, job, words, markOf(desk, job));
    await editComment(request, name, commentId, text, { passing: true });
  }
  await tellCheckProgress(desk, request, name, job, progress);
  return true;
}

/** A repository that took over the name has no such run, and with that nothing is told. */
async function progressOf(
  { store, now }: Desk,
  request: Request,
  name: RepositoryName,
  job: UnderWay,
): Promise<Progress> {
  const stage = stageOf(await readJobs(request, name, job.runId));
  const reservation = await store.ledger.of(job.jobId);
  return { elapsedMs: now() - job.updatedAt, stage, reserved: reservation?.reserved ?? null };
}

function isUnderWay(job: Job): job is UnderWay {
  return (job.state === 'dispatched' || job.state === 'running') && job.runId !== null;
}
