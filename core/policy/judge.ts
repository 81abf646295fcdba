import type { PolicyPlan } from './limits.ts';
import type { Rule } from './rule.ts';
import { listedTool } from './rules/listed-tool.ts';
import { rules } from './table.ts';
import type { ToolCall, Verdict } from './verdict.ts';

/**
 * Judges one call on its arguments. Deny wins; a call that no rule objects to is allowed; a rule that
 * throws is a denial. Never throws.
 */
export function judge(
  call: ToolCall,
  plan: PolicyPlan,
  taint: readonly string[] = [],
  table: readonly Rule[] = rules,
): Verdict {
  const asked = plan.skipPermissions === true ? table.filter((rule) => rule === listedTool) : table;
  for (const rule of asked) {
    try {
      const answer = rule.check(call, plan, taint);
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
  return { allow: true, rule: plan.skipPermissions === true ? 'skip-permissions' : 'no-objection' };
}
