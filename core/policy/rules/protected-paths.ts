import { pathsOf, spellingsOf } from '../call-paths.ts';
import { shownPath } from '../describe.ts';
import { WORKSPACE } from '../paths.ts';
import { isProtected } from '../protected.ts';
import type { Rule } from '../rule.ts';

/** Files that carry power after the run are out of reach of the file tools. */
export const protectedPaths = {
  name: 'protected-paths',
  docs: {
    refuses:
      'Reading of `.git` and `.env` files, and writing of what git, CI, editors or agents obey later: `.github`, ' +
      '`.claude`, `.husky`, `.vscode`, `.npmrc`, `action.yml`, `CODEOWNERS`, `CLAUDE.md` and the like, by any ' +
      'spelling and through any link.',
    why: 'Such a file acts after the run, with the rights of whoever opens or merges it.',
    refused: { call: 'Write(.github/workflows/release.yml)' },
    allowed: { call: 'Write(docs/cage.md)' },
    change: 'Nothing: the agent can propose the change in its answer, and a person makes it.',
  },
  check(call, plan) {
    const writes = call.tool === 'Edit' || call.tool === 'Write';
    const spellings = spellingsOf(pathsOf(call, plan));
    const found = spellings.find((path) => isProtected(path, writes ? 'write' : 'read'));
    if (found === undefined) return 'pass';
    const name = shownPath(found.slice(WORKSPACE.length + 1));
    return {
      because: writes
        ? `${name} is protected: git, CI, editors or agents would act on it later.`
        : `${name} is protected: git data and .env files stay closed to agents.`,
      remedy: writes ? 'Propose this change in the answer; a person has to make it.' : 'Read another file.',
    };
  },
} satisfies Rule;
