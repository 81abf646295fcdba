import { foldedBelowWorkspace, isInWorkspace, resolveInCage } from './paths.ts';

/** Never read by the agent's tools: git's own store, and files that by custom hold secrets. */
const UNREADABLE = /(^|\/)(\.git|\.env(\.[^/]*)?)(\/|$)/;

/** Never written by the agent's tools: what is executed or obeyed later by git, CI, editors or agents. */
const UNWRITABLE =
  /(^|\/)(\.git|\.github|\.claude|\.husky|\.vscode|\.devcontainer|\.mcp\.json|\.gitmodules|\.gitattributes|\.npmrc|\.envrc|\.env(\.[^/]*)?|claude(\.local)?\.md|agents\.md)(\/|$)/;

/** Tells whether a path, taken from the workspace, is closed to reading or to writing. */
export function isProtected(path: string, use: 'read' | 'write'): boolean {
  const resolved = resolveInCage(path);
  if (!isInWorkspace(resolved)) return false;
  return (use === 'write' ? UNWRITABLE : UNREADABLE).test(foldedBelowWorkspace(resolved));
}
