import type { Rule } from '../rule.ts';

/** Once the agent has read what strangers wrote, some of its tools are taken from it for the rest of the run. */
export const untaintedTool = {
  name: 'untainted-tool',
  check(call, plan, taint) {
    if (taint.length === 0 || plan.taintedTools.includes(call.tool)) return 'pass';
    return {
      because: `The agent has read ${taint.join(' and ')}; from then on ${call.tool} is taken from it.`,
      remedy: `Use ${plan.taintedTools.join(', ') || 'no tools'}; \`tainted_tools\` of the profile says which are left.`,
    };
  },
} satisfies Rule;
