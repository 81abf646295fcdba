import type { Rule } from '../rule.ts';
import { names } from '../tool-rule.ts';

/** Only tools that the agent's profile lists exist for it; everything else is denied by name. */
export const listedTool = {
  name: 'listed-tool',
  check(call, plan) {
    if (plan.disallowedTools.includes(call.tool)) {
      return {
        because: `${call.tool} is in this agent's disallowed_tools.`,
        remedy: `Remove it from disallowed_tools if the agent needs it.`,
      };
    }
    if (plan.tools.includes(call.tool)) {
      // The other kinds of policy say themselves which calls of the agent's tools are made.
      if (plan.policy !== 'allow_list') return 'pass';
      if (names(plan.allowedTools, call.tool)) return 'pass';
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
