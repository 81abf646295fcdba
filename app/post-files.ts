import { nothing } from '../core/output/not-posted.ts';
import { isWithheld } from '../core/redact/gate.ts';
import { gateNames } from '../core/redact/text-gate.ts';
import { isRefusal } from '../core/refusal.ts';
import { missingFiles } from '../core/output/keep/recheck-files.ts';
import type { Prepare } from './posting.ts';

/**
 * Files that are kept need not be posted: they lie in the run's artifact, and GitHub gives them to whoever may read the
 * repository. What is left is to say so.
 */
export const prepareFiles: Prepare<'artifact'> = async ({ gate, job, files }) => {
  if (files === null || isRefusal(files)) {
    const why = files ?? missingFiles();
    return async () => nothing('artifact', why);
  }
  const passed = await gateNames(
    gate,
    files.map(({ name }) => name),
  );
  if (isWithheld(passed)) return passed;
  return async () => ({ became: 'artifact', url: job.runUrl, files });
};
