import type { Job } from '../edge/store/job.ts';

/*
 * What GitHub is asked for by time is asked for by GitHub's clock: ours may be wrong, and set to another day while a
 * job is under way. The command's own time is GitHub's, and nothing of its job is older.
 */

type Times = Pick<Job, 'bodyUpdatedAt' | 'createdAt' | 'updatedAt'>;

/** When the job's command was written, in milliseconds. */
export function commandedAt({ bodyUpdatedAt, createdAt }: Times): number {
  const written = Date.parse(bodyUpdatedAt);
  return Number.isNaN(written) ? createdAt : written;
}

/** When the job came into its state, or a little before. */
export function movedAt(job: Times): number {
  return commandedAt(job) + Math.max(0, job.updatedAt - job.createdAt);
}
