import type { ApprovalPlan } from '../core/approval/plan.ts';
import type { Approval } from '../edge/store/approvals.ts';

/** The plan that somebody is asked to agree to, as it was posted. */
export function postedPlan({ plan }: Pick<Approval, 'plan'>): ApprovalPlan {
  return JSON.parse(plan) as ApprovalPlan;
}
