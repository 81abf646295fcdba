import { capabilities } from './capabilities.ts';
import { capabilitiesOf, type RunFacts } from './compile.ts';
import { covers } from './operator.ts';
import type { Plan } from './plan.ts';

/**
 * The first thing that an agent reaches beyond the one that has it started, in words: a host, a variable, what is judged
 * of its calls, or a capability under these facts. Null when there is none.
 */
export function beyondReach(starter: Plan, started: Plan, facts: RunFacts): string | null {
  const host = started.egress.find((one) => !starter.egress.some((pattern) => covers(pattern, one)));
  if (host !== undefined) return `the host ${host}`;
  const variable = started.env.find((one) => !starter.env.includes(one));
  if (variable !== undefined) return `the variable ${variable}`;
  if (started.skipPermissions && !starter.skipPermissions) return '`skip_permissions`';
  const has = capabilitiesOf(starter, facts);
  const more = [...capabilitiesOf(started, facts)].find((name) => !has.has(name));
  return more === undefined ? null : `a capability (${capabilities[more].means})`;
}
