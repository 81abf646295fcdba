import { expect, test } from 'vitest';
import type { PolicyPlan } from '../../../core/policy/limits.ts';
import { taintOfCall } from '../../../core/policy/taint.ts';

const plan: PolicyPlan = {
  tools: [],
  allowedTools: [],
  disallowedTools: [],
  taintedTools: [],
  policy: 'allow_list',
  timeoutMinutes: 1,
};
const words = 'what hosts on the internet answered';

test.each<[string, string[] | undefined, string | null]>([
  ['WebFetch', ['a.example'], words],
  ['Bash', ['a.example'], words],
  ['Read', ['a.example'], null],
  ['Bash', [], null],
  ['Bash', undefined, null],
  ['mcp__none__tool', ['a.example'], words],
  ['mcp__none__tool', [], null],
])('a call of %s under egress %j brings in %j', (tool, egress, taint) => {
  expect(taintOfCall({ tool }, { ...plan, ...(egress && { egress }) })).toBe(taint);
});
