import { capsOf, type Caps } from '../core/caps/caps.ts';
import type { Capped } from '../core/caps/decide-caps.ts';
import type { Config } from '../core/config/config.ts';
import { answer, shrug, type Thread } from './thread.ts';

/** An open job has no hour at which it ends; so long its refusal is not told again in the thread. */
const OPEN_JOB_MS = 600_000;

/** The caps on jobs that hold in a repository. */
export function jobCapsOf({ desk }: Thread, config: Config): Caps {
  return capsOf(desk.operator.caps, config.caps);
}

/** Null when there may be one more job of this agent here, or the command has one already. */
export function whyCapped(
  { desk, event, startedBy }: Thread,
  agent: string,
  caps: Caps,
): Promise<Capped | null> {
  const { repository, author, commentId, issueNumber } = event.hearing;
  const command = { repositoryId: repository.id, issueNumber, commandCommentId: commentId, commandIndex: 0 };
  const { installationId } = event;
  return desk.store.jobs.whyCapped(
    { ...command, installationId, agent, actorId: author.id, startedBy, parentJob: null },
    caps,
  );
}

/** Tells in each thread once that a cap is reached, until it is not; whoever asks again there gets 😕. */
export function sayCapped(thread: Thread, agent: string, capped: Capped): Promise<string> {
  const { desk, event } = thread;
  const { repository, issueNumber, author } = event.hearing;
  const whose = capped.code === 'cap-user-per-hour' ? author.id : agent;
  const bucket = `${repository.id}:${issueNumber}:${capped.code}:${whose}`;
  const until = capped.until ?? desk.now() + OPEN_JOB_MS;
  return desk.attention.mayTell(bucket, event.hearing.commentId, until)
    ? answer(thread, capped)
    : shrug(thread, capped);
}
