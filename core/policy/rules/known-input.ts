import { isKnownTool, toolInputs } from '../tools.ts';
import type { Rule } from '../rule.ts';

/** A call's input must fit the closed schema of its tool: unknown tools and unknown fields are denied. */
export const knownInput = {
  name: 'known-input',
  check(call) {
    if (!isKnownTool(call.tool)) {
      return {
        because: `${call.tool} is a tool whose arguments cannot be judged.`,
        remedy: `Use one of ${Object.keys(toolInputs).join(', ')}.`,
      };
    }
    const parsed = toolInputs[call.tool].safeParse(call.input);
    if (parsed.success) return 'pass';
    const issue = parsed.error.issues[0];
    const field = issue && 'keys' in issue ? issue.keys.join(', ') : issue?.path.join('.') || 'input';
    return {
      because: `${call.tool} was called with an input that does not fit its schema (${field}).`,
      remedy: `Call ${call.tool} with its documented fields only.`,
    };
  },
} satisfies Rule;
