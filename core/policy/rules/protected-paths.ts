import { foldedBelowWorkspace, isInWorkspace, resolveInCage } from '../paths.ts';
import { stringField } from '../field.ts';
import type { Rule } from '../rule.ts';

/** Never read by a file tool: git's own store, and files that by custom hold secrets. */
const UNREADABLE = /^(.*\/)?(\.git|\.env(\.[^/]*)?)(\/|$)/;

/** Never written by a file tool: what is executed or obeyed later by git, CI, editors or agents. */
const UNWRITABLE =
  /^(.*\/)?(\.git|\.github|\.claude|\.husky|\.vscode|\.devcontainer|\.mcp\.json|\.gitmodules|\.gitattributes|\.npmrc|\.envrc|\.env(\.[^/]*)?|claude(\.local)?\.md|agents\.md)(\/|$)/;

/** Files that carry power after the run are out of reach of the file tools. */
export const protectedPaths = {
  name: 'protected-paths',
  check(call) {
    const path = stringField(call.input, 'file_path') ?? stringField(call.input, 'path');
    if (path === undefined) return 'pass';
    const resolved = resolveInCage(path);
    if (!isInWorkspace(resolved)) return 'pass';
    const writes = call.tool === 'Edit' || call.tool === 'Write';
    if (!(writes ? UNWRITABLE : UNREADABLE).test(foldedBelowWorkspace(resolved))) return 'pass';
    return {
      because: writes
        ? 'The path is protected: git, CI, editors or agents would act on it later.'
        : 'The path is protected: git data and .env files stay closed to agents.',
      remedy: writes ? 'Propose this change in the answer; a person has to make it.' : 'Read another file.',
    };
  },
} satisfies Rule;
