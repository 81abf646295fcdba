import type { Writing } from '../core/approval/decide.ts';
import type { Facts } from '../core/authority/decide.ts';
import type { Hearing } from '../core/authority/listen.ts';
import { NO_MEMBERSHIPS } from '../core/authority/teams.ts';
import type { Plan } from '../core/profile/plan.ts';
import type { CommentFacts } from '../edge/github/read-comment.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { sha256 } from '../edge/keys/digest.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import type { Ground, Here } from './survey.ts';
import { neededIn } from './standing.ts';
import type { Thread } from './thread.ts';
import { wishOf } from './wish.ts';

/** What the repository says now, and what the agent asks of whoever starts it. */
export type Now = { ground: Ground; here: Here; plan: Pick<Plan, 'invoke' | 'teams' | 'pullRequest'> };

/** The thread of a job's command, which nobody wrote just now. `authorId`: the account of whoever did. */
export function threadOfJob(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  authorId: number,
): Thread {
  const times = { createdAt: job.bodyUpdatedAt, updatedAt: job.bodyUpdatedAt };
  const hearing = hearingOfJob(job, authorId, false);
  const event = { delivery: '', installationId: job.installationId, hearing, name, body: '', ...times };
  return { desk, event, request, role: null, startedBy: job.startedBy };
}

/** What a job's command rests on: as it was accepted, in the thread of now. Its author's standing is read last, by whoever asks for the run. */
export function factsOfJob(job: Job, authorId: number, { ground, here, plan }: Now): Facts {
  return {
    hearing: hearingOfJob(job, authorId, ground.archived),
    role: null,
    memberships: NO_MEMBERSHIPS,
    agent: { name: job.agent, ...neededIn(plan, job.startedBy) },
    startedBy: job.startedBy,
    issue: here.issue,
    task: job.task ?? '',
    limits: wishOf(job).limits,
    depth: job.depth,
    frozen: {
      bodySha256: job.bodySha256,
      updatedAt: job.bodyUpdatedAt,
      headSha: job.headSha,
      configBlob: job.configBlob,
      configCommit: job.configCommit,
      forkHead: here.head.fork,
      private: ground.private,
    },
  };
}

function hearingOfJob(job: Job, authorId: number, archived: boolean): Hearing {
  const author = { id: authorId, login: job.actor, type: 'User' };
  return {
    action: 'created',
    commentId: job.commandCommentId,
    author,
    sender: author,
    viaApp: false,
    issueNumber: job.issueNumber,
    repository: { id: job.repositoryId, fullName: job.repository, archived },
  };
}

/** A comment as it was when we read it; `updatedAt` is an ISO time. */
export type Written = { authorId: number; bodySha256: string; updatedAt: string };

/** What became of a comment since. */
export function writingOf(now: CommentFacts | null, then: Written): Writing {
  if (now === null) return 'gone';
  const same =
    now.authorId === then.authorId &&
    now.updatedAt === then.updatedAt &&
    sha256(now.body) === then.bodySha256;
  return same ? 'as-written' : 'edited';
}

/** The comment with a job's command, as it was accepted. */
export function commandOf({ bodySha256, bodyUpdatedAt }: Job, authorId: number): Written {
  return { authorId, bodySha256, updatedAt: bodyUpdatedAt };
}
