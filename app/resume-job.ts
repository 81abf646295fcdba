import type { Plan } from '../core/profile/plan.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { readComment } from '../edge/github/read-comment.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import { awaitApproval } from './await-approval.ts';
import { openCheck } from './check.ts';
import type { Desk } from './desk.ts';
import { dispatchJob } from './dispatch-job.ts';
import { endJob } from './end-job.ts';
import { greet } from './greet.ts';
import { commandOf, factsOfJob, threadOfJob, writingOf } from './job-facts.ts';
import { editedCause } from './on-edit.ts';
import { budgetOf } from './reserve-budget.ts';
import { compileHere, readGround, type Ground, type Here } from './survey.ts';
import { standingOfParent, whyBeyond } from './why-no-child.ts';
import { wishOf } from './wish.ts';

/** Nobody expects any more that a command of yesterday begins to run. */
const FRESH_MS = 86_400_000;

/**
 * Goes on with a job whose run was certainly not asked for, from where it was left. Everything that was frozen when its
 * command was accepted holds, and everything else is read anew; when something has changed, the job ends and says so.
 */
export async function resumeJob(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
): Promise<string> {
  // A job of a version that did not keep its author's number has none.
  const authorId = job.actorId;
  const end = (cause: Refusal) => endJob(desk, request, name, job, { state: 'refused', cause });
  // An approval is good for the comment that it came with, and that is looked at elsewhere.
  const isApproved = (await desk.store.approvals.of(job.jobId)) !== null;
  if (authorId === null || job.task === null || isApproved || desk.now() - job.createdAt > FRESH_MS)
    return end(interrupted());
  const asking = await standingOfParent(desk, job);
  if (asking === 'waits') return asking;
  if (asking !== null) return end(asking);
  const withdrawn = await whyWithdrawn(request, name, job, authorId);
  if (withdrawn !== null) return end(withdrawn);
  const thread = threadOfJob(desk, request, name, job, authorId);
  const ground = await readGround(thread);
  if (isRefusal(ground)) return end(ground);
  if (ground.file.blobSha !== job.configBlob) return end(changed('configuration'));
  const here = await compileHere(thread, ground, job.agent, wishOf(job));
  if (isRefusal(here)) return end(here);
  const { compiled, issue, head } = here;
  if (compiled.kind === 'refused') return end(compiled.refusal);
  const { plan } = compiled;
  const beyond = await whyBeyondItsParent(desk, ground, job, here, plan);
  if (beyond !== null) return end(beyond);
  if (issue.isPullRequest && head.sha !== job.headSha) return end(changed('pull request'));
  if (issue.isPullRequest && job.parentJob !== null) await openCheck(desk, request, name, job);
  if (compiled.kind === 'needs-approval') {
    if (job.parentJob === null || here.toApprove === null) return end(compiled.refusal);
    return awaitApproval(thread, job, authorId, here.toApprove);
  }
  if (!(await greet(desk, request, name, job))) {
    await desk.store.jobs.finish(job, 'undeliverable', 'no-comment');
    return 'undeliverable';
  }
  const facts = factsOfJob(job, authorId, { ground, here, plan });
  const budget = budgetOf(plan, ground.config, desk.operator);
  return dispatchJob(thread, job, facts, ground.branch, { approved: null, budget });
}

/** What a run could not do it starts nobody for, whatever was so when it asked. */
async function whyBeyondItsParent(
  { store }: Desk,
  { config }: Ground,
  job: Job,
  here: Here,
  plan: Plan,
): Promise<Refusal | null> {
  const parent = job.parentJob === null ? null : await store.jobs.byId(job.parentJob);
  return parent === null ? null : whyBeyond(config, parent.agent, plan, here);
}

/** Null while the comment with the command is as it was. A command without a comment (its id is below zero) stays. */
async function whyWithdrawn(
  request: Request,
  name: RepositoryName,
  job: Job,
  authorId: number,
): Promise<Refusal | null> {
  if (job.commandCommentId < 0) return null;
  const comment = await readComment(request, name, job.commandCommentId);
  const writing = writingOf(comment, commandOf(job, authorId));
  return writing === 'as-written' ? null : editedCause(writing === 'gone' ? 'deleted' : 'edited');
}

function interrupted(): Refusal {
  return refuse(
    'interrupted',
    'The app was stopped, or lost GitHub, before it could ask for a run, so none was started.',
    'Write the command again.',
  );
}

function changed(what: 'configuration' | 'pull request'): Refusal {
  return refuse(
    'interrupted',
    `The app was stopped, or lost GitHub, before it could ask for a run, and the ${what} has changed since.`,
    'Write the command again.',
  );
}
