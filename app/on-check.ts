import type { RepositoryName } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import { keyOf } from './check.ts';
import type { CommentEvent } from './comment-event.ts';
import type { Desk } from './desk.ts';
import { onComment } from './on-comment.ts';

/** That somebody pressed "Re-run", or our button, on a check of ours. */
export type CheckEvent = {
  delivery: string;
  installationId: number;
  checkRunId: number;
  /** The App that made the check. */
  appId: number;
  /** The job that it is about. */
  externalId: string;
  sender: { id: number; login: string; type: string };
  repository: { id: number; fullName: string; archived: boolean };
  name: RepositoryName;
};

/**
 * The story of a button: as if whoever pressed it had written `/dispatch retry <job>` on the pull request, with their
 * role read live. There is no comment, so there are no reactions, and a stranger gets no answer at all; a check starts
 * at most one job. Returns a code for the inbox.
 */
export async function onCheck(event: CheckEvent, desk: Desk): Promise<string> {
  const job = await desk.store.jobs.byId(event.externalId);
  if (job === null || job.repositoryId !== event.repository.id || event.appId !== desk.appId)
    return 'not-ours';
  const check = await desk.store.outbox.of(keyOf(job));
  if (check?.githubId !== event.checkRunId) return 'not-ours';
  return onComment(asCommand(event, job, new Date(desk.now()).toISOString()), desk);
}

/** Ids of comments are above zero: the check's, below it, is the id of this command. */
function asCommand(event: CheckEvent, job: Job, now: string): CommentEvent {
  const { delivery, installationId, checkRunId, sender, repository, name } = event;
  return {
    delivery,
    installationId,
    hearing: {
      action: 'created',
      commentId: -checkRunId,
      author: sender,
      sender,
      viaApp: false,
      issueNumber: job.issueNumber,
      repository,
    },
    name,
    body: `/dispatch retry ${job.jobId}`,
    createdAt: now,
    updatedAt: now,
  };
}
