import { callToApprove } from '../approval/call.ts';
import { judge } from './judge.ts';
import type { PolicyPlan } from './limits.ts';
import type { ToolCall, Verdict } from './verdict.ts';

/** Judges the calls of one run. */
export type PolicyJudge = (call: ToolCall, plan: PolicyPlan, taint: readonly string[]) => Verdict;

/** The name of what allows the call that a person approved. */
export const APPROVED_CALL = 'approved-call';

/**
 * The judge of a run under `policy: require_approval` of which a person approved one call, by its digest: that call is
 * allowed, once. What the rules on arguments refuse, they refuse of it, too, and every other call is judged as ever.
 */
export function allowingOnce(digest: string, sha256: (text: string) => string): PolicyJudge {
  let isSpent = false;
  return (call, plan, taint) => {
    const verdict = judge(call, plan, taint);
    if (verdict.allow || isSpent || plan.policy !== 'require_approval') return verdict;
    if (callToApprove(call.tool, call.input, sha256)?.digest !== digest) return verdict;
    const otherwise = judge(call, { ...plan, policy: 'allow_all' }, taint);
    if (!otherwise.allow) return otherwise;
    isSpent = true;
    return { allow: true, rule: APPROVED_CALL };
  };
}
