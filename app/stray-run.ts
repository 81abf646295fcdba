import type { RepositoryName } from '../edge/github/request.ts';
import { cancelRun } from '../edge/github/write.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { commandedAt } from './github-time.ts';

/** GitHub's clock and ours, and how long GitHub works on a dispatch. */
const SKEW_MS = 60_000;
/** A run that shows itself later than this is nobody's any more: its ticket has long expired. */
const LOOKED_BACK_MS = 3 * 86_400_000;

/** A run as its news tell of it. */
type Stray = {
  installationId: number;
  run: { id: number; repositoryId: number };
  /** When GitHub made the run (milliseconds since 1970), and whether an app asked for it. */
  made: { at: number; byBot: boolean };
  name: RepositoryName;
};

/**
 * A run of our workflow that no job knows. GitHub may have made one for a dispatch whose answer was lost, and shown it
 * only after that run was asked for again, or given up: then it is stopped, because its job has another run, or none
 * that anybody waits for. Every other run is not ours to touch. Returns a code for the inbox.
 */
export async function stopStray({ run, made, name, installationId }: Stray, desk: Desk): Promise<string> {
  if (!made.byBot) return 'not-ours';
  const jobs = await desk.store.jobs.withLostRun(run.repositoryId, desk.now() - LOOKED_BACK_MS);
  for (const job of jobs) {
    if (!(await isOf(desk, job, made.at))) continue;
    const request = await desk.github(installationId);
    if (!(await cancelRun(request, name, run.id))) return 'stray-ended';
    desk.log(`job ${job.jobId}: the run ${run.id} of a lost dispatch turned up late and was cancelled`);
    return 'stray-cancelled';
  }
  return 'not-ours';
}

/** Whether the run was made while the job asked for one; by GitHub's clock, since ours may have been set since. */
async function isOf({ store }: Desk, job: Job, madeAt: number): Promise<boolean> {
  const asked = (await store.jobs.history(job.jobId)).filter(({ to }) => to === 'dispatching');
  const ahead = job.createdAt - commandedAt(job);
  const times = asked.map(({ at }) => at - ahead);
  return madeAt >= Math.min(...times) - SKEW_MS && madeAt <= Math.max(...times) + SKEW_MS;
}
