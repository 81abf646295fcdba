import { objectionToDenial } from '../core/approval/decide.ts';
import { denied, notAwaiting } from '../core/approval/refusals.ts';
import { atLeast } from '../core/authority/role.ts';
import { NO_MEMBERSHIPS } from '../core/authority/teams.ts';
import { refuse, type Refusal } from '../core/refusal.ts';
import { endJob } from './end-job.ts';
import { jobHere, noSuchJob } from './show-status.ts';
import { answer, reactTo, shrug, type Thread } from './thread.ts';

/** `/dispatch deny JOB [REASON]`: ends a job that waits for approval. */
export async function denyJob(
  thread: Thread,
  command: { job: string; reason: string | null },
): Promise<string> {
  if (!atLeast(thread.role, 'write')) return shrug(thread, whoMayDecide());
  const { desk, event, request, role } = thread;
  const { jobs, approvals } = desk.store;
  const known = await jobHere(thread, command.job);
  if (known === null) return answer(thread, noSuchJob(command.job));
  const posted = await approvals.of(known.jobId);
  if (posted === null) return answer(thread, notAwaiting(known.jobId));
  // The same comment once more, of an attempt that was cut short: what it began is looked after elsewhere.
  if (posted.decisionComment === event.hearing.commentId) return 'replayed';
  const objection = objectionToDenial({
    hearing: event.hearing,
    role,
    needed: 'write',
    // To stop a job takes no more than to cancel it.
    teams: [],
    memberships: NO_MEMBERSHIPS,
    job: { ...known, awaits: known.state === 'awaiting_approval' },
    posted: { decided: posted.decision !== null },
  });
  if (objection !== null) return objection.reply ? answer(thread, objection) : shrug(thread, objection);
  const { author, commentId } = event.hearing;
  await reactTo(thread, 'eyes');
  const job = (await jobs.take(known.jobId)) ?? known;
  await approvals.deny(job.jobId, { ...author, commentId }, command.reason);
  const cause = denied(author.login, command.reason);
  return endJob(desk, request, event.name, job, { state: 'refused', cause });
}

/** Told to nobody: people without the right get a reaction. */
export function whoMayDecide(): Refusal {
  return refuse('not-permitted', 'People with the role write decide on a job.', 'Ask somebody who has it.');
}
