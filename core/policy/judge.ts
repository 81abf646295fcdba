import type { PolicyPlan } from './limits.ts';
import type { Rule } from './rule.ts';
import { rules } from './table.ts';
import type { ToolCall, Verdict } from './verdict.ts';

/**
 * Judges one call on its arguments. Deny wins; a call that no rule objects to is allowed; a rule that
 * throws is a denial. Never throws.
 */
export function judge(call: ToolCall, plan: PolicyPlan, table: readonly Rule[] = rules): Verdict {
  for (const rule of table) {
    try {
      const answer = rule.check(call, plan);
      if (answer !== 'pass') return { allow: false, rule: rule.name, ...answer };
    } catch {
      return {
        allow: false,
        rule: rule.name,
        because: `The rule ${rule.name} could not judge this call of ${call.tool}.`,
        remedy: 'Report this as a bug; the call stays refused.',
      };
    }
  }
  return { allow: true, rule: 'no-objection' };
}
