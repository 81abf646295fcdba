import type { Denied } from '../core/authority/decide.ts';
import type { Refusal } from '../core/refusal.ts';
import { isTerminal, type Job } from '../edge/store/job.ts';
import type { CommentEvent } from './comment-event.ts';
import type { Desk } from './desk.ts';
import { endJob } from './end-job.ts';
import { knownStatusComment } from './greet.ts';
import { answer, shrug, type Thread } from './thread.ts';

/** The job that a comment's command made; null when it made none yet. */
export function jobOf(event: CommentEvent, desk: Desk): Promise<Job | null> {
  return desk.store.jobs.byCommand(event.hearing.repository.id, event.hearing.commentId, 0);
}

/** A repository that took over the name gets no word: what we would write is for another thread. */
export async function sayOfGround(thread: Thread, refusal: Refusal): Promise<string> {
  if (refusal.code !== 'other-repository') return say(thread, refusal);
  const job = await jobOf(thread.event, thread.desk);
  thread.desk.log(refusal.because);
  if (job) await thread.desk.store.jobs.finish(job, 'undeliverable', refusal.code);
  return refusal.code;
}

/** Ends the job if the command has one already (the process died in between), else answers. */
export async function say(
  thread: Thread,
  refusal: Refusal,
  state: 'refused' | 'failed' = 'refused',
): Promise<string> {
  const job = await jobOf(thread.event, thread.desk);
  if (!job) return answer(thread, refusal);
  if (isTerminal(job.state)) return refusal.code;
  const code = await endJob(thread.desk, thread.request, thread.event.name, job, { state, cause: refusal });
  return (await knownStatusComment(thread.desk, job)) === null ? shrug(thread, refusal) : code;
}

export async function deny(thread: Thread, denied: Denied): Promise<string> {
  const job = await jobOf(thread.event, thread.desk);
  // Whoever pushes has asked for nothing.
  const isTold = denied.reply && thread.startedBy === 'comment';
  return isTold || job ? say(thread, denied) : shrug(thread, denied);
}
