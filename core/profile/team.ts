import type { Config } from '../config/config.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { capabilitiesOf, withTaintedTools, type RunFacts } from './compile.ts';
import { beyondOperator, type Operator } from './operator.ts';
import type { Plan } from './plan.ts';
import { resolve } from './resolve.ts';

/** The agents that may come to work in a run, by name: each with its plan, or why it cannot have one. */
export type Team = ReadonlyMap<string, Plan | Refusal>;

/**
 * Everybody whom a lead may start, and whom these may start, as deep as the lead may go. Whether one goes beyond its
 * lead is asked when it is started.
 */
export function teamOf(config: Config, lead: Plan, facts: RunFacts, operator: Operator = {}): Team {
  const team = new Map<string, Plan | Refusal>();
  let names: readonly string[] = lead.mayDispatch;
  for (let depth = lead.fleet?.maxDepth ?? 0; depth > 0; depth -= 1) {
    const found = names
      .filter((name) => !team.has(name))
      .map((name) => [name, memberOf(config, name, facts, operator)] as const);
    for (const [name, plan] of found) team.set(name, plan);
    names = found.flatMap(([, plan]) => (isRefusal(plan) ? [] : plan.mayDispatch));
  }
  return team;
}

function memberOf(config: Config, name: string, facts: RunFacts, operator: Operator): Plan | Refusal {
  const resolved = resolve(config, name);
  if (isRefusal(resolved)) return resolved;
  const plan = withTaintedTools(resolved, config, capabilitiesOf(resolved, facts));
  return beyondOperator(plan, operator) ?? plan;
}
