import { configPath } from '../core/config/path.ts';
import { readConfig } from '../core/config/read.ts';
import { readDiffLines } from '../core/output/diff-lines.ts';
import { recheckFiles, type CheckedFiles } from '../core/output/keep/recheck-files.ts';
import { recheckOutputs, unfit } from '../core/output/recheck.ts';
import type { Result } from '../core/output/result.ts';
import { inPhase } from '../core/profile/in-phase.ts';
import { beyondOperator, type Operator } from '../core/profile/operator.ts';
import type { Plan } from '../core/profile/plan.ts';
import { resolve } from '../core/profile/resolve.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { findKept } from '../edge/files/find-kept.ts';
import { readPullDiff } from '../edge/github/read-diff.ts';
import { readFileAt } from '../edge/github/read.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { defaultBranchHead } from './configure.ts';

/** A result that is to be posted, and under what it is judged. Nothing of that comes from the artifact. */
export type ToCheck = {
  result: Result;
  /** The folder of the downloaded artifact. */
  folder: string;
  /** Whose result it has to be, by the workflow. */
  agent: string;
  operator: Operator;
  issueNumber: number;
  headSha: string | null;
};

/**
 * Takes what a run handed in once more, under the profile that is read here from the default branch. Returns the files
 * that it keeps, or why nothing of the result counts. Throws `Fault` when GitHub cannot be asked.
 */
export async function checkPublished(
  request: Request,
  name: RepositoryName,
  { result, folder, agent, operator, issueNumber, headSha }: ToCheck,
): Promise<{ files: CheckedFiles } | Refusal> {
  const { outputs: items = [] } = result;
  const profile = await planOf(request, name, agent);
  if (isRefusal(profile)) return profile;
  const isPlan = items.some(({ kind }) => kind === 'propose_plan');
  const plan = beyondOperator(profile, operator) ?? (isPlan ? inPhase(profile, null) : profile);
  if (isRefusal(plan)) return plan;
  const hasPlaces = items.some((item) => item.kind === 'review' && item.comments.length > 0);
  const diff = hasPlaces && headSha !== null ? await readPullDiff(request, name, issueNumber, headSha) : null;
  const wrong = recheckOutputs(items, plan.outputs, { diff: diff === null ? null : readDiffLines(diff) });
  if (wrong !== null) return wrong;
  const found = findKept(folder);
  if (found === null) return unfit('artifact', 'it holds what is no file that is kept');
  return recheckFiles(result, plan.outputs, found);
}

async function planOf(request: Request, name: RepositoryName, agent: string): Promise<Plan | Refusal> {
  const commit = await defaultBranchHead(request, name);
  if (isRefusal(commit)) return commit;
  const file = await readFileAt(request, name, configPath, commit);
  if (isRefusal(file)) return file;
  const read = file === null ? { problems: [] } : readConfig(file.text, configPath);
  if (!('problems' in read)) return resolve(read.config, agent);
  return refuse(
    'output-unchecked',
    `What the run handed back could not be checked: ${configPath} on the default branch is missing or has an error.`,
    '`dispatch check` says what is wrong with it; give this job `contents: read` in a private repository.',
  );
}
