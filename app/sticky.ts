import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { successorOf } from './successor.ts';

/**
 * Whether the job's status comment is the one that its agent has on its pull request, and that each job which news of it
 * start takes over. One that follows on another's call has a comment of its own: somebody is asked there.
 */
export function isSticky({ startedBy, commandIndex }: Pick<Job, 'startedBy' | 'commandIndex'>): boolean {
  return startedBy === 'pull_request' && commandIndex === 0;
}

/** False for a job whose comment another has taken over: it says nothing there any more. */
export async function mayTell(desk: Desk, job: Job): Promise<boolean> {
  return !isSticky(job) || (await successorOf(desk, job)) === null;
}
