import { refuse, type Refusal } from '../core/refusal.ts';
import type { Job } from '../edge/store/job.ts';

/** Why a command about a job of another thread is not carried out: a task is about its thread, the agent reads what is there. */
export function otherThread({ jobId, issueNumber }: Pick<Job, 'jobId' | 'issueNumber'>): Refusal {
  return refuse('other-thread', `The job ${jobId} belongs to #${issueNumber}.`, 'Write the command there.');
}
