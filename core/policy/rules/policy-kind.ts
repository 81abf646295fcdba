import { isServedTool } from '../../launch/own-tools.ts';
import type { Rule } from '../rule.ts';

/** The profile's `policy` may refuse every call, or keep every call for a person to decide. */
export const policyKind = {
  name: 'policy-kind',
  docs: {
    refuses: 'Every call, under `policy: deny_all` and `policy: require_approval`.',
    why: 'The first is for an agent that shall only answer; the second shows what an agent would do, without it.',
    refused: { call: 'Read(README.md)', profile: { policy: 'deny_all' } },
    allowed: { call: 'Read(README.md)', profile: { policy: 'allow_list' } },
    change: 'Set `policy` to `allow_list`, which is the default, and name the calls in `allowed_tools`.',
  },
  looksAt: 'tool',
  check(call, plan) {
    // To hand in an answer is to answer, and to ask another agent is no act: what that one does is judged by itself.
    if (isServedTool(call.tool)) return 'pass';
    switch (plan.policy) {
      case 'deny_all':
        return {
          because: `The policy of this agent is deny_all: no call is made, so ${call.tool} is not.`,
          remedy: 'Answer without tools, or change `policy` in the profile.',
        };
      case 'require_approval':
        return {
          because: `A person has to agree to this call of ${call.tool}, and nobody can be asked during a run.`,
          remedy: 'Go on without it; the call is listed in the result for a person to decide.',
        };
      case 'allow_list':
      case 'allow_all':
      case 'deny_list':
        return 'pass';
    }
  },
} satisfies Rule;
