import type { Config } from '../core/config/config.ts';
import { microCost } from '../core/ledger/amount.ts';
import { limitsOf, strictestCaps } from '../core/ledger/windows.ts';
import type { Operator } from '../core/profile/operator.ts';
import type { Plan } from '../core/profile/plan.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Job } from '../edge/store/job.ts';
import type { Budget } from '../edge/store/ledger.ts';
import type { Desk } from './desk.ts';

/** What a run of this plan may cost, and the caps that hold for it: of the repository and the operator the stricter. */
export function budgetOf(plan: Plan, config: Config, operator: Operator): Budget {
  return {
    // What is no amount of money is refused by the ledger, like a zero.
    amount: microCost(plan.budgetUsd) ?? 0,
    caps: strictestCaps([config.budgets, limitsOf(operator.budgets ?? {})]),
  };
}

/**
 * Holds the whole budget of a run before it is asked for, so that runs under way cannot together spend more than the
 * caps. `from`: the state that the job leaves by it. Null when it is held; `overtaken` when somebody else works on the job.
 */
export async function reserveBudget(
  { store }: Desk,
  job: Job,
  budget: Budget,
  from: 'authorised' | 'awaiting_approval',
): Promise<Refusal | 'overtaken' | null> {
  const made = await store.ledger.reserve(job, budget, from);
  if (made === null) return 'overtaken';
  return isRefusal(made) ? made : null;
}
