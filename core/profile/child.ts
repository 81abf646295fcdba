import { configPath } from '../config/path.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { capabilities } from './capabilities.ts';
import { capabilitiesOf, type RunFacts } from './compile.ts';
import { covers } from './operator.ts';
import type { Plan } from './plan.ts';

/**
 * Why one agent's run may not start another agent's: that one could do what the first may not, and whoever has won over
 * the first must gain nothing by a second. Null when it may. `facts`: those of the first run's request; that the other
 * is given a result is what the Rule of Two is asked about anew, and counts for both here.
 */
export function beyondParent(parent: Plan, child: Plan, facts: RunFacts): Refusal | null {
  const more = beyond(parent, child, { ...facts, sources: { ...facts.sources, earlier: null } });
  if (more === null) return null;
  return refuse(
    'beyond-parent',
    `The agent ${child.agent} cannot be started by ${parent.agent}: it has ${more}, which ${parent.agent} has not.`,
    `Take that from ${child.agent}, or give it to ${parent.agent}, in ${configPath}; or start ${child.agent} by a comment.`,
  );
}

/** The first thing in which a child goes beyond its parent, in words. */
function beyond(parent: Plan, child: Plan, facts: RunFacts): string | null {
  const host = child.egress.find((one) => !parent.egress.some((pattern) => covers(pattern, one)));
  if (host !== undefined) return `the host ${host}`;
  const variable = child.env.find((one) => !parent.env.includes(one));
  if (variable !== undefined) return `the variable ${variable}`;
  if (child.skipPermissions && !parent.skipPermissions) return '`skip_permissions`';
  const has = capabilitiesOf(parent, facts);
  const more = [...capabilitiesOf(child, facts)].find((name) => !has.has(name));
  return more === undefined ? null : `a capability (${capabilities[more].means})`;
}
