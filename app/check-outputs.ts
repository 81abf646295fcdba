import { readDiffLines } from '../core/output/diff-lines.ts';
import { recheckOutputs } from '../core/output/recheck.ts';
import type { Result } from '../core/output/result.ts';
import { beyondOperator } from '../core/profile/operator.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { readPullDiff } from '../edge/github/read-diff.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import type { PlanReader } from './plan-of-job.ts';

/**
 * Takes what a run handed back once more, under the plan that is compiled here from the configuration of the job: the
 * runner is not believed. Returns the result, or why nothing of it counts. Throws `Fault` when GitHub cannot be asked.
 */
export async function checkOutputs(
  desk: Pick<Desk, 'operator'>,
  request: Request,
  name: RepositoryName,
  job: Pick<Job, 'issueNumber' | 'headSha'>,
  planOf: PlanReader,
  result: Result,
): Promise<Result | Refusal> {
  const { outputs: items = [] } = result;
  if (items.length === 0) return result;
  const plan = await planOf();
  if (isRefusal(plan)) return plan;
  const beyond = beyondOperator(plan, desk.operator);
  if (beyond !== null) return beyond;
  const hasPlaces = items.some((item) => item.kind === 'review' && item.comments.length > 0);
  const diff = hasPlaces ? await readPullDiff(request, name, job.issueNumber, job.headSha) : null;
  return recheckOutputs(items, plan.outputs, { diff: diff === null ? null : readDiffLines(diff) }) ?? result;
}
