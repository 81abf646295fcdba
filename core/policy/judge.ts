import type { PolicyPlan } from './limits.ts';
import type { Rule } from './rule.ts';
import { rules } from './table.ts';
import { patternsOf } from './tool-rule.ts';
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
  for (const [rule, held] of asked(call, plan, table)) {
    try {
      const answer = rule.check(call, held, taint);
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

/**
 * The rules of one call, and the plan that each is held against. Where permissions are skipped the arguments are
 * not judged; what the profile refuses in so many words it refuses all the same.
 */
function asked(call: ToolCall, plan: PolicyPlan, table: readonly Rule[]): (readonly [Rule, PolicyPlan])[] {
  if (plan.skipPermissions !== true) return table.map((rule) => [rule, plan]);
  const refuses = patternsOf(plan.disallowedTools, call.tool).length > 0;
  const refusals: PolicyPlan = { ...plan, policy: 'deny_list' };
  return table.flatMap((rule) => {
    if (rule.looksAt === 'tool') return [[rule, plan] as const];
    return refuses && rule.looksAt === 'lists' ? [[rule, refusals] as const] : [];
  });
}
