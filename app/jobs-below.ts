import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';

/** All jobs that a job's run asked for, and that theirs did, open or not: the deepest first. */
export async function jobsBelow({ store }: Pick<Desk, 'store'>, jobId: string): Promise<Job[]> {
  const below: Job[] = [];
  for (const child of await store.jobs.childrenOf(jobId))
    below.push(...(await jobsBelow({ store }, child.jobId)), child);
  return below;
}
