import { ownTools } from '../../launch/own-tools.ts';
import type { Rule } from '../rule.ts';
import { names } from '../tool-rule.ts';

/** Only tools that the agent's profile lists exist for it; everything else is denied by name. */
export const listedTool = {
  name: 'listed-tool',
  docs: {
    refuses: 'A tool that the agent does not have, or that its `allowed_tools` does not name.',
    why: 'An agent that only reads has no use for a shell; what it does not have cannot be turned against you.',
    refused: { call: 'Bash(npm test)', profile: { tools: ['Read', 'Grep'], allowedTools: ['Read', 'Grep'] } },
    allowed: { call: 'Grep(TODO)', profile: { tools: ['Read', 'Grep'], allowedTools: ['Read', 'Grep'] } },
    change: 'Add the tool to `tools`, and to `allowed_tools` where the profile has such a list.',
  },
  looksAt: 'tool',
  check(call, plan) {
    if (ownTools(plan).includes(call.tool)) return 'pass';
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
