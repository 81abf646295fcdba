import { patternsOf } from '../policy/tool-rule.ts';
import type { DiffLine, Mark } from './diff-line.ts';
import type { Plan } from './plan.ts';

/**
 * What changed in which calls of a tool may be made. A tool that came or went is told by itself, and so are
 * its rules, but for what a new tool is kept from.
 */
export function diffToolRules(base: Plan, head: Plan): DiffLine[] {
  const both = head.tools.filter((tool) => base.tools.includes(tool));
  return [
    ...head.tools.flatMap((tool) => {
      const isNew = !both.includes(tool);
      const before = isNew ? [] : patternsOf(base.allowedTools, tool);
      const after = patternsOf(head.allowedTools, tool);
      // All of a new tool is what its own line says.
      if (isNew && after.includes('*')) return [];
      return rules('allowed_tools', tool, before, after, 'expansion');
    }),
    ...both.flatMap((tool) =>
      rules(
        'disallowed_tools',
        tool,
        patternsOf(base.disallowedTools, tool),
        patternsOf(head.disallowedTools, tool),
        'narrowing',
      ),
    ),
    ...tainted(both, base, head),
  ];
}

/** `more` is what a rule that came is; one that `*` stood for anyway, before or after, says nothing new. */
function rules(
  what: string,
  tool: string,
  before: readonly string[],
  after: readonly string[],
  more: Mark,
): DiffLine[] {
  const less: Mark = more === 'expansion' ? 'narrowing' : 'expansion';
  const written = (pattern: string) => (pattern === '*' ? tool : `${tool}(${pattern})`);
  const gained = after.filter((one) => !before.includes(one));
  const lost = before.filter((one) => !after.includes(one));
  return [
    ...gained.map((one) => ({
      mark: before.includes('*') ? ('change' as const) : more,
      what,
      text: `+ ${written(one)}`,
    })),
    ...lost.map((one) => ({
      mark: after.includes('*') ? ('change' as const) : less,
      what,
      text: `- ${written(one)}`,
    })),
  ];
}

function tainted(both: readonly string[], base: Plan, head: Plan): DiffLine[] {
  return both.flatMap((tool): DiffLine[] => {
    const before = base.taintedTools.includes(tool);
    const after = head.taintedTools.includes(tool);
    if (before === after) return [];
    return after
      ? [{ mark: 'expansion', what: 'tainted_tools', text: `+ ${tool}` }]
      : [{ mark: 'narrowing', what: 'tainted_tools', text: `- ${tool}` }];
  });
}
