import { refuse, type Refusal } from '../core/refusal.ts';
import { statusOf } from '../edge/github/call.ts';
import { findRuns } from '../edge/github/find-runs.ts';
import { Held } from '../edge/github/held.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { endJob, isGone } from './end-job.ts';
import { movedAt } from './github-time.ts';

/** A run shows up in GitHub's list a little after it was made. */
const PAUSES_MS = [0, 2000, 5000];
/** GitHub's clock and ours. */
const SKEW_MS = 60_000;

/** Why a job has no run although one was asked for, when nobody remembers the accident itself. */
export const STOPPED = 'The app was stopped, or lost GitHub, while it was asking for the run.';

/** True when GitHub may have started a run although the call for it failed. */
export function mayHaveStarted(error: unknown): boolean {
  if (error instanceof Held) return false;
  const status = statusOf(error);
  return status === undefined || status >= 500;
}

/**
 * So long after a run was asked for GitHub has made it and shows it, or never will: it ends what it works on after ten
 * seconds.
 */
const CERTAIN_MS = 45_000;

/** What became of a dispatch whose answer nobody heard. `free`: nothing, and the job waits for its dispatch again. */
export type Found = 'dispatched' | 'free' | 'unknown';

/**
 * Finds out about a job whose dispatch was sent but whose answer nobody heard: a call that failed half-way, or an app
 * that was stopped. The run is taken up if there is one. If there is certainly none, the run may be asked for again,
 * once; a spent approval is good for no second time. Throws `Fault` when GitHub cannot say; the job stays open.
 */
export async function recoverLost(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
): Promise<Found> {
  const { jobs, approvals } = desk.store;
  const sentAt = (await jobs.byId(job.jobId))?.updatedAt ?? job.updatedAt;
  const waits = [...PAUSES_MS, Math.max(0, sentAt + CERTAIN_MS - desk.now())];
  const asked = (await jobs.history(job.jobId)).filter(({ to }) => to === 'dispatching').length;
  const mayAskAgain = asked === 1 && (await approvals.of(job.jobId)) === null;
  for (const pause of mayAskAgain ? waits : PAUSES_MS) {
    await desk.pause(pause);
    const runs = await unknownRuns(desk, request, name, job);
    if (runs === null || runs.length > 1) return 'unknown';
    const [run] = runs;
    if (run) {
      await jobs.dispatched(job, { runId: run.id, url: run.url });
      return 'dispatched';
    }
  }
  return mayAskAgain && (await jobs.move(job, ['dispatching'], 'reserved')) ? 'free' : 'unknown';
}

/** The end of a job of which nobody knows whether it has a run. */
export function endLost(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  why: string,
): Promise<string> {
  return endJob(desk, request, name, job, { state: 'failed', cause: noRun(why) });
}

/**
 * A repository's commands are worked on one after the other, so the one run that an app started since
 * then and that no job knows is the one. With two of them nobody can tell, and none is taken. Should it
 * be another's after all, its result names another job and is not shown. Null when the workflow is gone.
 */
async function unknownRuns(desk: Desk, request: Request, name: RepositoryName, job: Job) {
  const runs = await findRuns(request, name, desk.workflow, movedAt(job) - SKEW_MS).catch(nullWhenGone);
  if (runs === null) return null;
  const known = await Promise.all(runs.map(({ id }) => desk.store.jobs.byRun(job.repositoryId, id)));
  return runs.filter((_, at) => known[at] === null);
}

/** A workflow that was deleted meanwhile has no runs to show. */
function nullWhenGone(error: unknown): null {
  if (isGone(error)) return null;
  throw error;
}

function noRun(why: string): Refusal {
  return refuse(
    'run-not-seen',
    `${why} No run of it can be seen.`,
    'Look at the Actions page: if a run is there after all, cancel it. Then write the command again.',
  );
}
