import { pathsOf, spellingsOf } from '../call-paths.ts';
import { shownPath } from '../describe.ts';
import { closesPath, fitsPath } from '../path-pattern.ts';
import { isInWorkspace, resolveInCage, WORKSPACE } from '../paths.ts';
import type { Objection } from '../objection.ts';
import type { Rule } from '../rule.ts';
import { listsOf } from '../tool-rule.ts';

/** Tools whose calls are about one path. Grep and Glob look below theirs, the whole workspace when it is left out. */
const FILE_TOOLS = new Set(['Read', 'Edit', 'Write', 'Grep', 'Glob']);

/** `Edit(src/**)` and the like: which paths a tool may be used on, and on which it may not. */
export const listedPaths = {
  name: 'listed-paths',
  docs: {
    refuses:
      'A path that does not fit the patterns of `allowed_tools`, or fits one of `disallowed_tools`, such as `Edit(src/**)`.',
    why: 'An agent for one part of a repository has no business in another.',
    refused: { call: 'Edit(lib/a.ts)', profile: { allowedTools: ['Edit(src/**)'] } },
    allowed: { call: 'Edit(src/a.ts)', profile: { allowedTools: ['Edit(src/**)'] } },
    change: 'Widen the pattern, or name the tool without one.',
  },
  looksAt: 'lists',
  check(call, plan) {
    if (!FILE_TOOLS.has(call.tool)) return 'pass';
    const named = spellingsOf(pathsOf(call, plan));
    const paths = named.length > 0 ? named : [resolveInCage('.', plan.workingDir)];
    const lists = listsOf(plan, call.tool);
    for (const path of paths.filter(isInWorkspace)) {
      const answer = judgePath(call.tool, path.slice(WORKSPACE.length + 1), lists);
      if (answer !== 'pass') return answer;
    }
    return 'pass';
  },
} satisfies Rule;

function judgePath(
  tool: string,
  path: string,
  { allow, deny }: Record<'allow' | 'deny', readonly string[]>,
): 'pass' | Objection {
  const looks = tool === 'Grep' || tool === 'Glob';
  // A search that begins above a path finds what is below it, too.
  const isRefused = deny.some((pattern) => (looks ? pattern !== '*' : closesPath(pattern, path)));
  const isAllowed = allow.some((pattern) => pattern === '*' || fitsPath(pattern, looks ? `${path}/x` : path));
  if (!isRefused && isAllowed) return 'pass';
  const shown = path === '' ? 'the whole workspace' : shownPath(path);
  const rules = (isRefused ? deny : allow).map((one) => `${tool}(${one})`).join(', ');
  return {
    because: isRefused
      ? `${tool} must not be used on ${shown} (${rules}).`
      : `${shown} is none of the paths that ${tool} may be used on (${rules}).`,
    remedy: isRefused ? 'Use another path.' : 'Use one of those paths.',
  };
}
