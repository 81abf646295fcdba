import { pathsOf } from '../call-paths.ts';
import { shownPath } from '../describe.ts';
import { isInWorkspace, WORKSPACE } from '../paths.ts';
import type { Rule } from '../rule.ts';
import { stringField } from '../field.ts';

/** File tools stay in the workspace: absolute paths, `..`, links and glob patterns that lead out are denied. */
export const insideWorkspace = {
  name: 'inside-workspace',
  docs: {
    refuses: 'A path or a pattern of a file tool that leads out of the workspace, by `..` or by links.',
    why: 'The agent works on its copy of the repository. Nothing else of the machine is its business.',
    refused: { call: 'Read(../../etc/passwd)' },
    allowed: { call: 'Read(src/../README.md)' },
    change: 'Put what the agent needs into the checkout, in a step before it.',
  },
  check(call, plan) {
    for (const { given, resolved, place } of pathsOf(call, plan)) {
      if (given.includes('\0') || !isInWorkspace(resolved)) return outside(given);
      if (place === undefined) continue;
      if ('unknown' in place) return unknown(place.unknown);
      if (!isInWorkspace(place.path)) return outside(`${given} (a link to ${place.path})`);
    }
    const pattern = call.tool === 'Glob' ? stringField(call.input, 'pattern') : undefined;
    const glob = call.tool === 'Grep' ? stringField(call.input, 'glob') : undefined;
    for (const expression of [pattern, glob]) {
      if (expression !== undefined && climbs(expression)) return mayLeave(expression);
    }
    return 'pass';
  },
} satisfies Rule;

function climbs(pattern: string): boolean {
  // `~` is a home directory to a shell and to nobody else here, but no honest pattern begins with it.
  // Braces can spell `..` and `/` in pieces, so a pattern that holds both is not worth guessing about.
  return /^[/~]|\\/.test(pattern) || /(^|[/{,])\.\.?([/},]|$)/.test(pattern) || /[{,]\//.test(pattern);
}

function outside(what: string) {
  return {
    because: `${shownPath(what)} is outside the workspace.`,
    remedy: `Use a path below ${WORKSPACE}.`,
  };
}

function mayLeave(pattern: string) {
  return {
    because: `The pattern ${shownPath(pattern)} leads out of the workspace, or may.`,
    remedy: `Use a pattern without .., ~, backslashes and a leading slash; \`path\` says where to begin.`,
  };
}

function unknown(why: string) {
  return {
    because: `Where this path leads cannot be told: ${why}.`,
    remedy: 'Open the folder for other users (chmod o+x), or use another path.',
  };
}
