import { pathsOf, spellingsOf } from '../call-paths.ts';
import { isManifest, namesFile } from '../manifests.ts';
import { WORKSPACE } from '../paths.ts';
import type { Rule } from '../rule.ts';
import { patternsOf } from '../tool-rule.ts';

/** What decides which code is fetched and run is written only by an agent whose profile says so by name. */
export const grantedManifests = {
  name: 'granted-manifests',
  docs: {
    refuses:
      'Writing of manifests and lock files, such as `package.json`, `Cargo.lock`, `pyproject.toml` and `Makefile`, ' +
      'that `allowed_tools` does not name.',
    why: 'A line in one of them runs code at the next `npm install` or `make`, in CI and at home.',
    refused: { call: 'Edit(package.json)', profile: { allowedTools: ['Edit'] } },
    allowed: { call: 'Edit(package.json)', profile: { allowedTools: ['Edit', 'Edit(package.json)'] } },
    change: 'Name the file in `allowed_tools`, such as `Edit(package.json)`, beside what is there.',
  },
  check(call, plan) {
    if (call.tool !== 'Edit' && call.tool !== 'Write') return 'pass';
    const granted = patternsOf(plan.allowedTools, call.tool);
    const path = spellingsOf(pathsOf(call, plan)).find(
      (one) =>
        isManifest(one) && !granted.some((pattern) => namesFile(pattern, one.slice(WORKSPACE.length + 1))),
    );
    if (path === undefined) return 'pass';
    const name = path.slice(path.lastIndexOf('/') + 1);
    return {
      because: `${name} decides which code is fetched and run, and this agent's allowed_tools does not name it.`,
      remedy: `Propose the change in the answer, or add ${call.tool}(${name}) to allowed_tools.`,
    };
  },
} satisfies Rule;
