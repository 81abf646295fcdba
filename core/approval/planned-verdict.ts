import type { RunVerdict } from '../events/outcome.ts';
import type { Tray } from '../output/hand-in.ts';
import { isPlanning } from '../profile/in-phase.ts';
import type { Plan } from '../profile/plan.ts';
import { refuse } from '../refusal.ts';

/** How a run ended, if it was to propose a plan: one that has proposed none has not done what it was started for. */
export function plannedVerdict(
  verdict: RunVerdict,
  plan: Pick<Plan, 'outputs' | 'agent'>,
  tray: Tray,
): RunVerdict {
  const isMissing = isPlanning(plan) && !tray.some(({ kind }) => kind === 'propose_plan');
  if (!isMissing || verdict.outcome !== 'success') return verdict;
  const cause = refuse(
    'no-plan-proposed',
    `${plan.agent} has to propose a plan before it does anything (\`require_plan\`), and ended without one.`,
    'Say in the task what is wanted; what it wrote instead is its answer.',
  );
  return { ...verdict, outcome: 'failed', cause };
}
