/** Where the agent's copy of the repository lies inside the cage. */
export const WORKSPACE = '/workspace';

/**
 * Resolves a path the way the agent's file tools do: against the folder it works in, `.` and `..` folded. Lexical
 * only; where links lead is found by `follow.ts`. `workingDir` is relative to the workspace.
 */
export function resolveInCage(path: string, workingDir = '.'): string {
  const absolute = path.startsWith('/') ? path : `${WORKSPACE}/${workingDir}/${path}`;
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

/**
 * A path in the one spelling of all that some file system takes for the same: case, Unicode forms, characters that
 * do not show, and what Windows drops at the end of a name or takes for a stream of the file.
 */
export function folded(path: string): string {
  return path
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .split('/')
    .map((name) => (/^\.{1,2}$/.test(name) ? name : name.replace(/:.*$/s, '').replace(/[. ]{1,255}$/, '')))
    .join('/');
}
