import { isServedTool } from '../../launch/own-tools.ts';
import type { Rule } from '../rule.ts';

/** Once the agent has read what strangers wrote, some of its tools are taken from it for the rest of the run. */
export const untaintedTool = {
  name: 'untainted-tool',
  docs: {
    refuses:
      'A tool that is not in `tainted_tools`, once the agent has read what people without write access wrote.',
    why: 'Their text may hold instructions. Where there is something to steal, tools that reach a host are taken away.',
    refused: {
      call: 'Bash(npm test)',
      profile: { taintedTools: ['Read'] },
      taint: ['a comment by a stranger'],
    },
    allowed: {
      call: 'Read(README.md)',
      profile: { taintedTools: ['Read'] },
      taint: ['a comment by a stranger'],
    },
    change: 'Name the tool in `tainted_tools`, if what it can do may be done in the name of a stranger.',
  },
  looksAt: 'tool',
  check(call, plan, taint) {
    // What it may hand back was weighed before the start, whatever it would read; its workers start as it is.
    if (isServedTool(call.tool)) return 'pass';
    if (taint.length === 0 || plan.taintedTools.includes(call.tool)) return 'pass';
    return {
      because: `The agent has read ${taint.join(' and ')}; from then on ${call.tool} is taken from it.`,
      remedy: `Use ${plan.taintedTools.join(', ') || 'no tools'}; \`tainted_tools\` of the profile says which are left.`,
    };
  },
} satisfies Rule;
