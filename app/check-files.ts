import type { FoundFiles } from '../core/output/keep/kept.ts';
import { recheckFiles, type CheckedFiles } from '../core/output/keep/recheck-files.ts';
import type { Result } from '../core/output/result.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { PlanReader } from './plan-of-job.ts';

/**
 * Checks the files that a run kept under the plan that is read here. Returns them in `files`, or why nothing of the
 * whole result counts. Throws `Fault` when GitHub cannot be asked.
 */
export async function checkFiles(
  planOf: PlanReader,
  result: Result,
  found: FoundFiles,
): Promise<{ files: CheckedFiles } | Refusal> {
  const isAsked = result.outputs?.some(({ kind }) => kind === 'artifact') ?? false;
  if (!isAsked && result.kept === undefined && found.size === 0) return { files: null };
  const plan = await planOf();
  return isRefusal(plan) ? plan : recheckFiles(result, plan.outputs, found);
}
