import { stringField } from '../field.ts';
import { fitsPath } from '../path-pattern.ts';
import { isInWorkspace, resolveInCage, WORKSPACE } from '../paths.ts';
import type { Rule } from '../rule.ts';
import { patternsOf } from '../tool-rule.ts';

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
  check(call, plan) {
    if (!FILE_TOOLS.has(call.tool)) return 'pass';
    const given = stringField(call.input, 'file_path') ?? stringField(call.input, 'path') ?? WORKSPACE;
    const resolved = resolveInCage(given);
    if (!isInWorkspace(resolved)) return 'pass';
    const path = resolved.slice(WORKSPACE.length + 1);
    const allowed = plan.policy === 'allow_list' ? patternsOf(plan.allowedTools, call.tool) : ['*'];
    const refused = plan.policy === 'allow_all' ? [] : patternsOf(plan.disallowedTools, call.tool);
    const looks = call.tool === 'Grep' || call.tool === 'Glob';
    // A search that begins above a path finds what is below it, too.
    const isRefused = refused.some(
      (pattern) =>
        pattern !== '*' && (fitsPath(pattern, path.toLowerCase()) || fitsPath(pattern, path) || looks),
    );
    const isAllowed = allowed.some(
      (pattern) => pattern === '*' || fitsPath(pattern, looks ? `${path}/x` : path),
    );
    if (!isRefused && isAllowed) return 'pass';
    const rules = (isRefused ? refused : allowed).map((one) => `${call.tool}(${one})`).join(', ');
    return {
      because: isRefused
        ? `${call.tool} must not be used on ${path || 'the whole workspace'} (${rules}).`
        : `${path || 'the whole workspace'} is none of the paths that ${call.tool} may be used on (${rules}).`,
      remedy: isRefused ? 'Use another path.' : 'Use one of those paths.',
    };
  },
} satisfies Rule;
