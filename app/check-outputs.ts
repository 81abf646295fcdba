import type { ApprovalPlan } from '../core/approval/plan.ts';
import type { Proposal } from '../core/approval/proposal.ts';
import { configPath } from '../core/config/path.ts';
import { readDiffLines } from '../core/output/diff-lines.ts';
import { recheckOutputs } from '../core/output/recheck.ts';
import type { Result } from '../core/output/result.ts';
import { inPhase } from '../core/profile/in-phase.ts';
import { beyondOperator } from '../core/profile/operator.ts';
import type { Plan } from '../core/profile/plan.ts';
import { resolve } from '../core/profile/resolve.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { readPullDiff } from '../edge/github/read-diff.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { readBack } from './job-config.ts';

/**
 * Takes what a run handed back once more, under the plan that is compiled here from the configuration of the job: the
 * runner is not believed. Returns the result, or why nothing of it counts. Throws `Fault` when GitHub cannot be asked.
 */
export async function checkOutputs(
  desk: Pick<Desk, 'operator'>,
  request: Request,
  name: RepositoryName,
  job: PlannedJob & Pick<Job, 'issueNumber' | 'headSha'>,
  result: Result,
): Promise<Result | Refusal> {
  const { outputs: items = [] } = result;
  if (items.length === 0) return result;
  const profile = await profileOfJob(request, name, job);
  if (isRefusal(profile)) return profile;
  const plan = beyondOperator(profile, desk.operator) ?? inPhase(profile, job.proposal);
  if (isRefusal(plan)) return plan;
  const hasPlaces = items.some((item) => item.kind === 'review' && item.comments.length > 0);
  const diff = hasPlaces ? await readPullDiff(request, name, job.issueNumber, job.headSha) : null;
  return recheckOutputs(items, plan.outputs, { diff: diff === null ? null : readDiffLines(diff) }) ?? result;
}

/** A job, and the plan that somebody agreed to for it; null where there is none. */
export type PlannedJob = Pick<Job, 'agent' | 'configBlob' | 'configCommit'> & { proposal: Proposal | null };

/** The plan of a job, compiled here from its configuration; or why that cannot be done any more. */
export async function planOfJob(
  request: Request,
  name: RepositoryName,
  job: PlannedJob,
): Promise<Plan | Refusal> {
  const profile = await profileOfJob(request, name, job);
  return isRefusal(profile) ? profile : inPhase(profile, job.proposal);
}

async function profileOfJob(
  request: Request,
  name: RepositoryName,
  { agent, configBlob, configCommit }: PlannedJob,
): Promise<Plan | Refusal> {
  const back = await readBack(request, name, { configCommit });
  if (typeof back === 'string') return noPlan(configCommit);
  if (isRefusal(back)) return back;
  return back.blobSha === configBlob ? resolve(back.config, agent) : noPlan(configCommit);
}

/** The same job with what was agreed to for it, as that was posted. */
export async function withProposal<Any extends Job>(
  { store }: Pick<Desk, 'store'>,
  job: Any,
): Promise<Any & PlannedJob> {
  const posted = await store.approvals.of(job.jobId);
  const plan = posted === null ? null : (JSON.parse(posted.plan) as ApprovalPlan);
  return { ...job, proposal: plan?.proposal ?? null };
}

function noPlan(commit: string): Refusal {
  return refuse(
    'output-unchecked',
    `What the run handed back could not be checked: ${configPath} at ${commit.slice(0, 12)} is not what it was.`,
    'Write the command again.',
  );
}
