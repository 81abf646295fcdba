/** Where the agent's copy of the repository lies inside the cage. */
export const WORKSPACE = '/workspace';

/**
 * Resolves a path the way the agent's file tools do: against the workspace, `.` and `..` folded.
 * Lexical only; the cage decides what a symbolic link can reach.
 */
export function resolveInCage(path: string): string {
  const absolute = path.startsWith('/') ? path : `${WORKSPACE}/${path}`;
  const parts: string[] = [];
  for (const part of absolute.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Whether a resolved path is the workspace or below it. */
export function isInWorkspace(resolved: string): boolean {
  return resolved === WORKSPACE || resolved.startsWith(`${WORKSPACE}/`);
}

/** The path below the workspace, folded so that case and Unicode twins compare equal. */
export function foldedBelowWorkspace(resolved: string): string {
  return resolved
    .slice(WORKSPACE.length + 1)
    .normalize('NFKC')
    .toLowerCase();
}
