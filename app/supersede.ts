import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { passableFault } from './store-away.ts';
import { stopJob } from './stop-job.ts';
import { superseded } from './successor.ts';

/**
 * Stops the jobs of older heads, whose place this one takes. A run that cannot be stopped now costs money and nothing
 * else: its end is told as `endSuperseded` has it.
 */
export async function supersede(desk: Desk, request: Request, name: RepositoryName, job: Job): Promise<void> {
  const open = await desk.store.jobs.openOfPull(job.repositoryId, job.issueNumber, job.agent);
  for (const older of open.filter((one) => one.commandCommentId !== job.commandCommentId))
    try {
      await stopJob(desk, request, name, older.jobId, superseded(job));
    } catch (error) {
      const fault = passableFault(error);
      desk.log(`job ${older.jobId} of an older head was not stopped: ${fault.message}`);
    }
}
