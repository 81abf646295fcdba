import { decideApproval, type ApprovalFacts } from '../core/approval/decide.ts';
import { partsOf } from '../core/approval/narrow.ts';
import { approvalPlan, digestOf, type ApprovalPlan } from '../core/approval/plan.ts';
import { notAwaiting } from '../core/approval/refusals.ts';
import { atLeast } from '../core/authority/role.ts';
import { isRefusal } from '../core/refusal.ts';
import { readComment } from '../edge/github/read-comment.ts';
import { sha256 } from '../edge/keys/digest.ts';
import type { Approval } from '../edge/store/approvals.ts';
import type { Job } from '../edge/store/job.ts';
import { whoMayDecide } from './deny-job.ts';
import { dispatchJob } from './dispatch-job.ts';
import { commandOf, factsOfJob, writingOf, type Written } from './job-facts.ts';
import { budgetOf } from './reserve-budget.ts';
import { endJob } from './end-job.ts';
import { readStanding } from './standing.ts';
import { jobHere, noSuchJob } from './show-status.ts';
import { compileHere, readGround, type Ground, type Here } from './survey.ts';
import { answer, reactTo, shrug, type Thread } from './thread.ts';
import { wishOf } from './wish.ts';
import { postedPlan } from './posted-plan.ts';

/**
 * `/dispatch approve JOB DIGEST`: another person agrees to the plan that was posted. Everything the decision rests on
 * is read anew, the approver's role last; then the same job goes on to its dispatch.
 */
export async function approveJob(
  thread: Thread,
  command: { job: string; digest: string; without: number[] },
): Promise<string> {
  if (!atLeast(thread.role, 'write')) return shrug(thread, whoMayDecide());
  const { jobs, approvals } = thread.desk.store;
  const known = await jobHere(thread, command.job);
  if (known === null) return answer(thread, noSuchJob(command.job));
  const posted = await approvals.of(known.jobId);
  if (posted === null) return answer(thread, notAwaiting(known.jobId));
  // The same comment once more, of an attempt that was cut short: what it began is looked after elsewhere.
  if (posted.decisionComment === thread.event.hearing.commentId) return 'replayed';
  const job = (await jobs.take(known.jobId)) ?? known;
  const ground = await readGround(thread);
  const plan = postedPlan(posted);
  const wish = { ...wishOf(job), proposal: plan.proposal ?? null };
  const here = isRefusal(ground) ? ground : await compileHere(thread, ground, job.agent, wish);
  const now = isRefusal(ground) || isRefusal(here) ? null : { ground, here };
  const decision = decideApproval(await factsOf(thread, { job, posted, plan, command }, now));
  if (!isRefusal(decision)) {
    const compiled = now?.here.toApprove?.plan;
    if (now === null || compiled === undefined) throw new Error('an approval without a plan');
    await reactTo(thread, 'eyes');
    const budget = budgetOf(compiled, now.ground.config, thread.desk.operator);
    const facts = factsOfJob(job, posted.requesterId, { ...now, plan: compiled });
    return dispatchJob(thread, job, facts, now.ground.branch, { approved: decision, budget });
  }
  if (decision.ends === null) return decision.reply ? answer(thread, decision) : shrug(thread, decision);
  await shrug(thread, decision);
  const ending = { state: decision.ends, cause: decision };
  return endJob(thread.desk, thread.request, thread.event.name, job, ending);
}

/** What the repository says now. */
type Now = { ground: Ground; here: Here };

/** `plan`: the one that was posted. */
type Asked = {
  job: Job;
  posted: Approval;
  plan: ApprovalPlan;
  command: { digest: string; without: number[] };
};

async function factsOf(
  { desk, request, event }: Thread,
  { job, posted, plan, command: { digest: named, without } }: Asked,
  now: Now | null,
): Promise<ApprovalFacts> {
  const { hearing, name } = event;
  const writing = async (commentId: number, then: Written) =>
    writingOf(await readComment(request, name, commentId), then);
  const comment = { authorId: hearing.author.id, bodySha256: sha256(event.body), updatedAt: event.updatedAt };
  const toApprove = now?.here.toApprove ?? null;
  const needed = toApprove?.plan ?? { invoke: 'write', teams: [] };
  const { call = null, proposal = null } = plan;
  return {
    hearing,
    comment: await writing(hearing.commentId, comment),
    // What was asked for without a comment (its id is below zero) cannot be rewritten.
    command:
      job.commandCommentId < 0
        ? 'as-written'
        : await writing(job.commandCommentId, commandOf(job, posted.requesterId)),
    needed: needed.invoke,
    teams: needed.teams,
    // An attempt that was cut short has reserved the budget: the approval is not spent.
    job: { ...job, awaits: job.state === 'awaiting_approval' || job.state === 'reserved' },
    requesterId: posted.requesterId,
    posted: {
      digest: posted.digest,
      parts: partsOf(plan).length,
      expiresAt: posted.expiresAt,
      decided: posted.decision !== null,
      configBlob: job.configBlob,
      headSha: job.headSha,
      call,
      proposal,
    },
    named,
    without,
    current: {
      configBlob: now?.ground.file.blobSha ?? null,
      headSha: now && headNow(job, now.here),
      digest: toApprove && digestOf(approvalPlan(toApprove.plan, toApprove.capabilities, job, call), sha256),
    },
    // Last of all: a role that was taken away while the rest was read approves nothing.
    ...(await readStanding(request, name, hearing.author.login, needed)),
    now: desk.now(),
  };
}

/** An issue has no commits of its own: its job stays at the one that it was accepted for. */
function headNow(job: Job, { issue, head }: Here): string {
  return issue.isPullRequest ? head.sha : job.headSha;
}
