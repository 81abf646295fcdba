import { refuse, type Refusal } from '../core/refusal.ts';
import type { OpenState } from '../edge/store/job.ts';
import type { CommentEvent } from './comment-event.ts';
import type { Desk } from './desk.ts';
import { endJob } from './end-job.ts';
import { jobOf } from './say.ts';

/** Before these are over nobody has been asked for a run. */
const QUEUED: readonly OpenState[] = ['authorised', 'awaiting_approval', 'reserved'];

/**
 * The story of a comment that was edited or deleted. An edit never gives a command: who could edit a comment need not
 * be who wrote it. But a command that still waits is withdrawn by it, because nobody could tell which of the two texts
 * was meant; a run that has been asked for goes on. Returns a code for the inbox; throws `Fault` when GitHub cannot be
 * reached.
 */
export async function onEdit(event: CommentEvent, desk: Desk): Promise<string> {
  const kept = await jobOf(event, desk);
  if (kept === null) return (await withdrawn(event, desk)) ? 'withdrawn' : 'no-command';
  if (!isQueued(kept.state)) return 'too-late';
  const job = await desk.store.jobs.take(kept.jobId);
  if (job === null || !isQueued(job.state)) return 'too-late';
  const request = await desk.github(event.installationId);
  const what = event.hearing.action === 'deleted' ? 'deleted' : 'edited';
  return endJob(desk, request, event.name, job, { state: 'cancelled', cause: editedCause(what) });
}

/** True when the comment has been edited or deleted while its command waited for us: GitHub has told so already. */
export function changedMeanwhile({ hearing }: CommentEvent, { store }: Desk): Promise<boolean> {
  return store.inbox.waitsBelow(`${hearing.repository.id}:comment:${hearing.commentId}`);
}

/** Why a command that somebody changed is not carried out. */
export function editedCause(what: 'edited' | 'deleted'): Refusal {
  return refuse(
    `comment-${what}`,
    `The comment with the command was ${what} before a run was started.`,
    'Write a new comment with the command as you want it; an edited one is not read again.',
  );
}

/** A command that waits for GitHub to be there again has no job yet. */
function withdrawn({ hearing }: CommentEvent, { store }: Desk): Promise<boolean> {
  const { repository, commentId, action } = hearing;
  return store.later.withdraw(`${repository.id}:comment:${commentId}`, `comment-${action}`);
}

function isQueued(state: string): boolean {
  return (QUEUED as readonly string[]).includes(state);
}
