import { configPath } from '../core/config/path.ts';
import { readDiffLines } from '../core/output/diff-lines.ts';
import { recheckOutputs } from '../core/output/recheck.ts';
import type { Result } from '../core/output/result.ts';
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
  job: Pick<Job, 'agent' | 'configBlob' | 'configCommit' | 'issueNumber' | 'headSha'>,
  result: Result,
): Promise<Result | Refusal> {
  const { outputs: items = [] } = result;
  if (items.length === 0) return result;
  const plan = await planOfJob(request, name, job);
  if (isRefusal(plan)) return plan;
  const beyond = beyondOperator(plan, desk.operator);
  if (beyond !== null) return beyond;
  const hasPlaces = items.some((item) => item.kind === 'review' && item.comments.length > 0);
  const diff = hasPlaces ? await readPullDiff(request, name, job.issueNumber, job.headSha) : null;
  return recheckOutputs(items, plan.outputs, { diff: diff === null ? null : readDiffLines(diff) }) ?? result;
}

/** The plan of a job, compiled here from its configuration; or why that cannot be done any more. */
export async function planOfJob(
  request: Request,
  name: RepositoryName,
  { agent, configBlob, configCommit }: Pick<Job, 'agent' | 'configBlob' | 'configCommit'>,
): Promise<Plan | Refusal> {
  const back = await readBack(request, name, { configCommit });
  if (typeof back === 'string') return noPlan(configCommit);
  if (isRefusal(back)) return back;
  return back.blobSha === configBlob ? resolve(back.config, agent) : noPlan(configCommit);
}

function noPlan(commit: string): Refusal {
  return refuse(
    'output-unchecked',
    `What the run handed back could not be checked: ${configPath} at ${commit.slice(0, 12)} is not what it was.`,
    'Write the command again.',
  );
}
