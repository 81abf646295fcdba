import { isRefusal } from '../../refusal.ts';
import type { Rule } from '../rule.ts';
import { parseToolRule } from '../tool-rule.ts';

/** Only tools that the agent's profile lists exist for it; everything else is denied by name. */
export const listedTool = {
  name: 'listed-tool',
  check(call, plan) {
    // Only a bare name takes the tool away: `Bash(git push *)` takes no more than it says.
    if (plan.disallowedTools.includes(call.tool)) {
      return {
        because: `${call.tool} is in this agent's disallowed_tools.`,
        remedy: `Remove it from disallowed_tools if the agent needs it.`,
      };
    }
    if (plan.tools.includes(call.tool)) {
      if (plan.allowedTools.some((entry) => toolOf(entry) === call.tool)) return 'pass';
      return {
        because: `${call.tool} is not in this agent's allowed_tools (${plan.allowedTools.join(', ') || 'none'}).`,
        remedy: `Add ${call.tool} to allowed_tools if the agent needs it.`,
      };
    }
    return {
      because: `${call.tool} is not one of this agent's tools (${plan.tools.join(', ') || 'none'}).`,
      remedy: `Add ${call.tool} to the agent's tools if it needs it.`,
    };
  },
} satisfies Rule;

function toolOf(entry: string): string | undefined {
  const rule = parseToolRule(entry);
  return isRefusal(rule) ? undefined : rule.tool;
}
