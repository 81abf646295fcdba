import { Fault } from '../core/fault.ts';
import { refuse, type Refusal } from '../core/refusal.ts';
import { readRepository, readRun } from '../edge/github/read.ts';
import { nameOf, type RepositoryName, type Request } from '../edge/github/request.ts';
import { isTerminal, type Job } from '../edge/store/job.ts';
import { endOfWaiting, stillWaits } from './await-approval.ts';
import type { Desk } from './desk.ts';
import { endJob, isGone } from './end-job.ts';
import { endLost, recoverLost, STOPPED } from './lost-run.ts';
import { conclude } from './on-run.ts';
import { resumeJob } from './resume-job.ts';

/** For so long an end that cannot be told is tried again. */
const PATIENCE_MS = 3 * 86_400_000;

/**
 * Looks after an open job without being told: webhooks get lost and GitHub does not repeat them, calls
 * fail, and the app may have been stopped half-way. Runs in the job's lane, so no other work on the job
 * is under way: what is open without a run was abandoned. Throws `Fault` when a later look may help.
 */
export async function lookAfter(jobId: string, desk: Desk): Promise<void> {
  const job = await desk.store.jobs.take(jobId);
  if (!job || isTerminal(job.state) || (await stillWaits(desk, job))) return;
  try {
    await settle(desk, job);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const late = desk.now() - job.updatedAt > PATIENCE_MS;
    if (!isGone(error) && !late) throw error;
    desk.log(`job ${jobId} is given up: ${error.message}`);
    await desk.store.jobs.finish(job, 'undeliverable', error.code);
  }
}

async function settle(desk: Desk, job: Job): Promise<void> {
  const request = await desk.github(job.installationId);
  const repository = await readRepository(request, nameOf(job.repository));
  if (repository.id !== job.repositoryId) {
    await desk.store.jobs.finish(job, 'undeliverable', 'other-repository');
    return;
  }
  // A renamed repository is still the same; GitHub says what it is called now.
  const name = nameOf(repository.fullName);
  if (job.state === 'dispatching' && (await recoverLost(desk, request, name, job)) === 'unknown')
    await endLost(desk, request, name, job, STOPPED);
  const { runId, state } = (await desk.store.jobs.byId(job.jobId)) ?? job;
  if (runId !== null) await catchUp(desk, request, name, job, runId);
  else if (state === 'awaiting_approval') await endOfWaiting(desk, request, name, job);
  else if (state === 'authorised' || state === 'reserved') await resumeJob(desk, request, name, job);
}

async function catchUp(desk: Desk, request: Request, name: RepositoryName, job: Job, runId: number) {
  const run = await readRun(request, name, runId);
  if (run === null) await endJob(desk, request, name, job, { state: 'failed', cause: runGone() });
  else if (run.status === 'completed') await conclude(desk, request, name, job, run, whyUnread);
}

/** This is not the first try: what GitHub still refuses is told, since somebody waits for an end. */
function whyUnread(error: unknown): Refusal {
  if (!(error instanceof Fault) || error.code !== 'github-refused') throw error;
  return refuse('result-unreadable', error.message, error.remedy);
}

function runGone(): Refusal {
  return refuse('run-gone', 'The run was deleted.', 'Write the command again if you still want it.');
}
