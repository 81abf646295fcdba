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

/** True when GitHub may have started a run although the call for it failed. */
export function mayHaveStarted(error: unknown): boolean {
  if (error instanceof Held) return false;
  const status = statusOf(error);
  return status === undefined || status >= 500;
}

/**
 * Settles a job whose dispatch was sent but whose answer nobody heard: a call that failed half-way, or
 * an app that was stopped. The run is taken up if there is one, else the job ends. It is not dispatched
 * again: two runs would be worse than none. Throws `Fault` when GitHub cannot say; the job stays open.
 */
export async function settleLost(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  why: string,
): Promise<string> {
  const run = await findLostRun(desk, request, name, job);
  if (run === null) return endJob(desk, request, name, job, { state: 'failed', cause: noRun(why) });
  await desk.store.jobs.dispatched(job, run);
  return 'dispatched';
}

/**
 * A repository's commands are worked on one after the other, so the one run that an app started since
 * then and that no job knows is the one. With two of them nobody can tell, and none is taken. Should it
 * be another's after all, its result names another job and is not shown.
 */
async function findLostRun(desk: Desk, request: Request, name: RepositoryName, job: Job) {
  for (const pause of PAUSES_MS) {
    await desk.pause(pause);
    const runs = await findRuns(request, name, desk.workflow, movedAt(job) - SKEW_MS).catch(noneWhenGone);
    const known = await Promise.all(runs.map(({ id }) => desk.store.jobs.byRun(job.repositoryId, id)));
    const unknown = runs.filter((_, at) => known[at] === null);
    if (unknown.length > 1) return null;
    const [run] = unknown;
    if (run) return { runId: run.id, url: run.url };
  }
  return null;
}

/** A workflow that was deleted meanwhile has no runs to show. */
function noneWhenGone(error: unknown): never[] {
  if (isGone(error)) return [];
  throw error;
}

function noRun(why: string): Refusal {
  return refuse(
    'run-not-seen',
    `${why} No run of it can be seen.`,
    'Look at the Actions page: if a run is there after all, cancel it. Then write the command again.',
  );
}
