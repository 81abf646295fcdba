import type { Refusal } from '../core/refusal.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { cancelRun } from '../edge/github/write.ts';
import { isTerminal, type Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { endJob } from './end-job.ts';
import { endLost, recoverLost, STOPPED } from './lost-run.ts';

/**
 * What became of a job that was to be stopped. `over`: it had ended already; `ended`: it has now, `code` is for the
 * inbox; `stopping`: its run was asked to end, and that ends the job; `run-over`: so it had, and the job ends by it.
 */
export type Stopped =
  | { became: 'over' }
  | { became: 'ended'; code: string }
  | { became: 'stopping' | 'run-over'; job: Job };

/** Stops a job that has no run for this cause, and lets the end of its run end any other. Throws `Fault`. */
export async function stopJob(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  jobId: string,
  cause: Refusal,
): Promise<Stopped> {
  const kept = await desk.store.jobs.take(jobId);
  if (kept === null) return { became: 'over' };
  // Its dispatch was cut short: there may be a run.
  if (kept.state === 'dispatching' && (await recoverLost(desk, request, name, kept)) === 'unknown')
    await endLost(desk, request, name, kept, STOPPED);
  const job = (await desk.store.jobs.byId(kept.jobId)) ?? kept;
  if (isTerminal(job.state)) return { became: 'over' };
  if (job.runId === null)
    return { became: 'ended', code: await endJob(desk, request, name, job, { state: 'cancelled', cause }) };
  if (!(await cancelRun(request, name, job.runId))) return { became: 'run-over', job };
  await desk.store.progress.stop(job.jobId);
  return { became: 'stopping', job };
}
