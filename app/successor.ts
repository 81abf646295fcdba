import { refuse, type Refusal } from '../core/refusal.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import type { Ending } from './ending.ts';

/** The job that news of a newer head started of the same agent; null while there is none. */
export async function successorOf({ store }: Desk, job: Job): Promise<Job | null> {
  if (job.startedBy !== 'pull_request') return null;
  const newest = await store.jobs.newestOfPull(job.repositoryId, job.issueNumber, job.agent);
  return newest === null || newest.commandCommentId === job.commandCommentId ? null : newest;
}

/** The end of a run whose place another has taken: whatever it came to, nothing of it is posted, and its cost counts. */
export async function endSuperseded(desk: Desk, job: Job, ending: Ending): Promise<Ending> {
  const successor = await successorOf(desk, job);
  if (successor === null) return ending;
  const costUsd = ending.result?.cost_usd ?? ending.costUsd ?? null;
  return { state: 'cancelled', cause: superseded(successor), costUsd };
}

/** Why a job of an older head ends. */
export function superseded({ headSha, jobId }: Job): Refusal {
  return refuse(
    'superseded',
    `A newer push, ${headSha.slice(0, 12)}, took its place (job ${jobId}).`,
    'There is nothing to do: the newer job looks at all that the pull request changes.',
  );
}
