import type { RepositoryName, Request } from '../edge/github/request.ts';
import { isTerminal } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { resumeJob } from './resume-job.ts';
import { passableFault } from './store-away.ts';

/**
 * Starts the jobs that a run asked for, once its own job has ended; or ends them, where that ended as it should not. What
 * fails here is done by the next look after these jobs.
 */
export async function startChildren(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  parentJob: string,
): Promise<void> {
  const { jobs } = desk.store;
  const parent = await jobs.byId(parentJob);
  if (parent === null || !isTerminal(parent.state)) return;
  for (const { jobId, state } of await jobs.childrenOf(parentJob)) {
    const job = state === 'authorised' ? await jobs.take(jobId) : null;
    if (job === null) continue;
    await resumeJob(desk, request, name, job).catch((error: unknown) => {
      desk.log(`job ${jobId} is not started yet: ${passableFault(error).message}`);
    });
  }
}
