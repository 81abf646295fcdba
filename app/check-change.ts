import { mayWrite } from '../core/policy/may-write.ts';
import type { BaseTree } from '../core/output/patch/base-tree.ts';
import { readChange } from '../core/output/patch/change.ts';
import type { PatchFacts } from '../core/output/patch/judge-patch.ts';
import type { PatchFile } from '../core/output/patch/patch-file.ts';
import { treeAfter } from '../core/output/patch/tree-after.ts';
import { patchLimits } from '../core/output/patch/patch-limits.ts';
import { recheckPatch, unfit } from '../core/output/recheck.ts';
import type { Result } from '../core/output/result.ts';
import type { Plan } from '../core/profile/plan.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { readCommit, readFolders } from '../edge/github/trees.ts';
import { hashWith, sha256 } from '../edge/keys/digest.ts';
import type { Job } from '../edge/store/job.ts';
import type { PlanReader } from './plan-of-job.ts';

/** A change that was judged here. `tree`: what GitHub has to make of `baseTree` and the files, and nothing else. */
export type JudgedChange = { files: readonly PatchFile[]; baseTree: string; tree: string };

/** Of a job's run: a change, why there is none to propose, or null where none was asked for. */
export type FoundChange = JudgedChange | Refusal | null;

/**
 * Judges the change of a run once more, under the plan and against the commit that are read here: the runner is not
 * believed. Returns it in `change`, or why nothing of the whole result counts. Throws `Fault` when GitHub cannot be asked.
 */
export async function checkChange(
  request: Request,
  name: RepositoryName,
  job: Pick<Job, 'headSha'>,
  planOf: PlanReader,
  { outputs = [], change }: Result,
  texts: string | undefined,
): Promise<{ change: FoundChange } | Refusal> {
  const plan = await planOf();
  if (isRefusal(plan)) return plan;
  const limits = patchLimits(plan.outputs);
  if (limits === null || !outputs.some(({ kind }) => kind === 'patch')) return { change: null };
  if (change === undefined) return { change: missingChange() };
  if (change.became === 'none') return { change: refuse(codeOf(change.code), change.because, change.remedy) };
  if (change.base !== job.headSha) return unfit('patch', 'it is made to another commit than that of the job');
  const files = readChange(change, texts, sha256);
  if (isRefusal(files)) return unfit('patch', files.because);
  const { tree: baseTree } = await readCommit(request, name, job.headSha);
  const paths = files.map(({ path }) => path);
  const base = await readFolders(request, name, baseTree, paths);
  if (isRefusal(base)) return { change: base };
  const wrong = recheckPatch(files, factsOf(plan, limits, base));
  return wrong ?? { change: { files, baseTree, tree: treeAfter(files, base, hashWith('sha1')) } };
}

/** What the action calls it; one that it does not know is none of ours. */
function codeOf(told: string): 'patch-withheld' | 'patch-refused' {
  return told === 'patch-withheld' ? told : 'patch-refused';
}

function factsOf(plan: Plan, limits: PatchFacts['limits'], base: BaseTree): PatchFacts {
  return { base, limits, mayWrite: (path) => mayWrite(plan, path) };
}

/** Why nothing is proposed where the agent asked for it and no change was found. */
export function missingChange(): Refusal {
  return refuse(
    'patch-missing',
    'The run asked for a pull request and left nothing of a change.',
    'Use one version of the action and the app, and write the command again.',
  );
}
