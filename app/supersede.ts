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
  for (const older of await olderOpen(desk, job))
    try {
      await stopJob(desk, request, name, older.jobId, superseded(job));
    } catch (error) {
      const fault = passableFault(error);
      desk.log(`job ${older.jobId} of an older head was not stopped: ${fault.message}`);
    }
}

/** How far back jobs of older heads are looked for whose own end is past: those that they asked for may go on. */
const MOST_LOOKED_AT = 50;

/** The open jobs of older heads, and those that their runs asked for. */
async function olderOpen({ store }: Desk, { repositoryId, issueNumber, agent, commandCommentId }: Job) {
  const isOlder = (one: Job) =>
    one.startedBy === 'pull_request' && one.agent === agent && one.commandCommentId !== commandCommentId;
  const older = (await store.jobs.inThread(repositoryId, issueNumber, MOST_LOOKED_AT)).filter(isOlder);
  const below = await store.jobs.openBelow(older.map(({ jobId }) => jobId));
  const open = (await store.jobs.openOfPull(repositoryId, issueNumber, agent)).filter(isOlder);
  return [...below, ...open];
}
