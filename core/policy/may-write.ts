import type { Plan } from '../profile/plan.ts';
import { isManifest, namesFile } from './manifests.ts';
import { closesPath, fitsPath } from './path-pattern.ts';
import { listsOf, patternsOf } from './tool-rule.ts';

/** Tools whose patterns are paths that they write. */
const FILE_TOOLS = ['Edit', 'Write'] as const;

/**
 * Whether an agent under this plan has a tool that may write a path below the workspace. Commands write where they
 * like within their copy, but what is closed to a tool that writes stays closed: it is not proposed either.
 */
export function mayWrite(plan: Plan, path: string): boolean {
  if (plan.workspace === 'read-only') return false;
  const isClosed = FILE_TOOLS.some((tool) =>
    listsOf(plan, tool).deny.some((pattern) => closesPath(pattern, path)),
  );
  if (isClosed || !isGranted(plan, path)) return false;
  // What a command wrote is proposed no more than what a tool would not have been let write.
  if (plan.proposal !== undefined && !plan.proposal.paths.some((pattern) => fitsPath(pattern, path)))
    return false;
  if (plan.tools.includes('Bash') && listsOf(plan, 'Bash').allow.length > 0) return true;
  return FILE_TOOLS.filter((tool) => plan.tools.includes(tool)).some((tool) =>
    listsOf(plan, tool).allow.some((pattern) => pattern === '*' || fitsPath(pattern, path)),
  );
}

/** What decides which code is fetched and run is named in the profile, or is not written. */
function isGranted({ allowedTools }: Plan, path: string): boolean {
  if (!isManifest(path)) return true;
  return FILE_TOOLS.some((tool) =>
    patternsOf(allowedTools, tool).some((pattern) => namesFile(pattern, path)),
  );
}
