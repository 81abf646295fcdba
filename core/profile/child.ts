import { configPath } from '../config/path.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { beyondReach } from './beyond-reach.ts';
import type { RunFacts } from './compile.ts';
import type { Plan } from './plan.ts';

/**
 * Why one agent's run may not start another agent's: that one could do what the first may not, and whoever has won over
 * the first must gain nothing by a second. Null when it may. `facts`: those of the first run's request; that the other
 * is given a result is what the Rule of Two is asked about anew, and counts for both here.
 */
export function beyondParent(parent: Plan, child: Plan, facts: RunFacts): Refusal | null {
  const more = beyondReach(parent, child, { ...facts, sources: { ...facts.sources, earlier: null } });
  if (more === null) return null;
  return refuse(
    'beyond-parent',
    `The agent ${child.agent} cannot be started by ${parent.agent}: it has ${more}, which ${parent.agent} has not.`,
    `Take that from ${child.agent}, or give it to ${parent.agent}, in ${configPath}; or start ${child.agent} by a comment.`,
  );
}
