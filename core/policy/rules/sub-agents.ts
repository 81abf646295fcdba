import { stringField } from '../field.ts';
import type { Rule } from '../rule.ts';

/** The only kind of sub-agent that has its parent's model. */
const KIND = 'general-purpose';

/** A sub-agent is no way to more: it has the model, the tools, the limits and the copy of its parent, and no children. */
export const subAgents = {
  name: 'sub-agents',
  docs: {
    refuses:
      'A sub-agent with another model, in a copy of its own, of another kind than general-purpose, or started by a ' +
      'sub-agent.',
    why: 'Its calls are judged like those of its parent; what would give it more than its parent has is refused.',
    refused: { call: 'Agent({"description":"a","prompt":"b","model":"opus"})' },
    allowed: { call: 'Agent({"description":"a","prompt":"b"})' },
    change: 'Leave these fields out. For another model, start another agent.',
  },
  check(call) {
    if (call.tool !== 'Agent') return 'pass';
    if (call.actor !== 'main')
      return {
        because: 'A sub-agent asked for a sub-agent of its own; one level is the limit.',
        remedy: 'Do this part yourself.',
      };
    const more = ['model', 'isolation'].find((field) => stringField(call.input, field) !== undefined);
    if (more !== undefined)
      return { because: `A sub-agent cannot choose its own ${more}.`, remedy: `Leave ${more} out.` };
    const kind = stringField(call.input, 'subagent_type');
    if (kind === undefined || kind === KIND) return 'pass';
    return {
      because: `${kind} is a kind of sub-agent that is not known here.`,
      remedy: `Leave subagent_type out, or use ${KIND}.`,
    };
  },
} satisfies Rule;
