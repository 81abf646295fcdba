import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { isTerminal, type Job } from '../edge/store/job.ts';
import { otherThread } from './other-thread.ts';
import { runAgent } from './run-agent.ts';
import { jobOf, say } from './say.ts';
import { jobHere, noSuchJob } from './show-status.ts';
import type { Thread } from './thread.ts';
import { wishOf } from './wish.ts';

/** How far back the last job of a thread is looked for. */
const MOST_LOOKED_AT = 50;

/**
 * `/dispatch retry [job] [--head]`: the task of a job that has ended, once more, as a job of its own. Who may start
 * it is decided anew.
 */
export async function retryJob(
  thread: Thread,
  { job: jobId, head }: { job: string | null; head: boolean },
): Promise<string> {
  const found = await jobToRetry(thread, jobId);
  if (isRefusal(found)) return say(thread, found);
  const { agent, task } = found;
  if (task === null) return say(thread, forgotten(found));
  return runAgent(thread, { agent, task, ...wishOf(found), retryOf: found, pinned: !head });
}

async function jobToRetry(thread: Thread, jobId: string | null): Promise<Job | Refusal> {
  const { desk, event } = thread;
  const { repository, issueNumber } = event.hearing;
  // Of a command that was cut short: whatever ended meanwhile, it is about the same job.
  const named = (await jobOf(event, desk))?.retryOf ?? jobId;
  if (named !== null) {
    const job = await jobHere(thread, named);
    if (job === null) return noSuchJob(named);
    if (job.issueNumber !== issueNumber) return otherThread(job);
    return isTerminal(job.state) ? job : notEnded(job);
  }
  const jobs = await desk.store.jobs.inThread(repository.id, issueNumber, MOST_LOOKED_AT);
  return jobs.find(({ state }) => isTerminal(state)) ?? nothingEnded();
}

function nothingEnded(): Refusal {
  return refuse(
    'nothing-to-retry',
    'No job of this thread has ended yet.',
    'Write `/dispatch <agent> <task>`.',
  );
}

function notEnded({ jobId }: Job): Refusal {
  return refuse(
    'not-ended',
    `The job ${jobId} has not ended yet.`,
    `Wait for its end, or write \`/dispatch cancel ${jobId}\` first.`,
  );
}

function forgotten({ jobId }: Job): Refusal {
  return refuse(
    'task-forgotten',
    `The task of the job ${jobId} is no longer kept.`,
    'Write the command again with its task.',
  );
}
