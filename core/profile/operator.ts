import { z } from 'zod';
import { ApprovalMinutes } from '../approval/waiting.ts';
import { OperatorCaps } from '../caps/caps.ts';
import { isMcpTool } from '../config/mcp-servers.ts';
import { beyondLimits, entryOf, OutputCeilings } from '../config/outputs.ts';
import { OperatorBudgets } from '../config/written-budgets.ts';
import { isAllowedHost, readHostPatterns } from '../egress/host.ts';
import type { KindLimits } from '../output/kinds/kind.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { Plan } from './plan.ts';

/**
 * What whoever runs the action or the app allows at most, whatever a repository's configuration says. A limit that
 * is absent is no limit.
 */
export const Operator = z.strictObject({
  /** Full names of models. */
  models: z.array(z.string().min(1).max(100)).max(100).optional(),
  /** Of one run, in US dollars. */
  max_budget_usd: z.number().gt(0).max(10_000).optional(),
  /** Host patterns as in `egress`; an empty list closes the way out. */
  hosts: z.array(z.string().min(1).max(102)).max(100).optional(),
  /** Names of tools that no agent may have; `MCP` stands for those of all MCP servers. */
  forbidden_tools: z.array(z.string().min(1).max(100)).max(100).optional(),
  /** Kinds of outputs, perhaps with limits as in `outputs`; others no agent may have. */
  outputs: OutputCeilings.optional(),
  /** `withhold`: a text with something that looks like a secret is withheld, whatever a repository says. */
  on_shape: z.literal('withhold').optional(),
  /** Of all runs that the app starts; a workflow step knows of no other run. */
  budgets: OperatorBudgets.optional(),
  /** How long the app lets a plan wait for a person who agrees, in minutes. */
  approval_minutes: ApprovalMinutes.optional(),
  /** How many jobs the app accepts within an hour. */
  caps: OperatorCaps.optional(),
});
export type Operator = z.infer<typeof Operator>;

/** The first thing in which a plan goes beyond the operator's limits, or null. It is refused, never narrowed in silence. */
export function beyondOperator(plan: Plan, operator: Operator): Refusal | null {
  const { models, max_budget_usd: most = Infinity, hosts, forbidden_tools: forbidden = [] } = operator;
  if (models !== undefined && !models.includes(plan.model))
    return beyond(plan, `the model ${plan.model}`, `models: ${models.join(', ') || 'none'}`, 'model');
  if (plan.budgetUsd > most)
    return beyond(plan, `a budget of $${plan.budgetUsd}`, `at most $${most} a run`, 'budget_usd');
  if (hosts !== undefined) {
    const host = plan.egress.find((one) => !hosts.some((pattern) => covers(pattern, one)));
    if (host !== undefined)
      return beyond(plan, `the host ${host}`, `hosts: ${hosts.join(', ') || 'none'}`, 'egress');
  }
  const tool = plan.tools.find(
    (one) => forbidden.includes(isMcpTool(one) ? 'MCP' : one) || forbidden.includes(one),
  );
  if (tool !== undefined) return beyond(plan, `the tool ${tool}`, `not: ${forbidden.join(', ')}`, 'tools');
  return beyondOutputs(plan, operator);
}

function beyondOutputs(plan: Plan, { outputs }: Operator): Refusal | null {
  if (outputs === undefined) return null;
  const ceilings = new Map(outputs.map(entryOf));
  const names = [...ceilings.keys()].join(', ') || 'none';
  for (const { kind, limits } of plan.outputs) {
    const most = kind === 'comment' ? {} : ceilings.get(kind);
    if (most === undefined) return beyond(plan, `the output ${kind}`, `outputs: ${names}`, 'outputs');
    const limit = beyondLimits(limits, most);
    if (limit === null) continue;
    return beyond(plan, `${limit}: ${told(limits[limit])} of ${kind}`, told(most[limit]), 'outputs');
  }
  return null;
}

function told(limit: KindLimits[string] | undefined): string {
  return Array.isArray(limit) ? limit.join(', ') || 'none' : String(limit);
}

/** Whether every host that `asked` stands for is one that `allowed` stands for. */
export function covers(allowed: string, asked: string): boolean {
  return allowed === asked || isAllowedHost(asked, readHostPatterns([allowed]));
}

function beyond(plan: Plan, what: string, limit: string, field: string): Refusal {
  return refuse(
    'beyond-operator',
    `The agent ${plan.agent} asks for ${what}, and whoever runs agent-dispatch here allows ${limit}.`,
    `Change \`${field}\` of the agent in .github/dispatch.yml, or ask the operator to allow it.`,
  );
}
