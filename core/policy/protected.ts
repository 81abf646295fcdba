import { foldedBelowWorkspace, isInWorkspace } from './paths.ts';

/** Never read by a file tool: git's own store, and files that by custom hold secrets. */
const UNREADABLE = /^(.*\/)?(\.git|\.env(\.[^/]*)?)(\/|$)/;

/** Never written by a file tool: what is executed or obeyed later by git, CI, editors or agents. */
const UNWRITABLE =
  /^(.*\/)?(\.git|\.github|\.claude|\.husky|\.vscode|\.devcontainer|\.mcp\.json|\.gitmodules|\.gitattributes|\.npmrc|\.envrc|\.env(\.[^/]*)?|claude(\.local)?\.md|agents\.md)(\/|$)/;

/** Whether a path of the cage, already resolved, is one that no agent may read. */
export function isProtectedFromReading(resolved: string): boolean {
  return isInWorkspace(resolved) && UNREADABLE.test(foldedBelowWorkspace(resolved));
}

/** Whether a path of the cage, already resolved, is one that no agent may write. */
export function isProtectedFromWriting(resolved: string): boolean {
  return isInWorkspace(resolved) && UNWRITABLE.test(foldedBelowWorkspace(resolved));
}
