import type { PolicyPlan } from '../../../core/policy/limits.ts';

/** The plan of an agent that may do nothing. */
export const emptyPlan: PolicyPlan = {
  tools: [],
  allowedTools: [],
  disallowedTools: [],
  taintedTools: [],
  policy: 'allow_list',
  timeoutMinutes: 1,
};
