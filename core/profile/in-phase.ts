import { patternsOfTool, writablePaths } from '../approval/plan.ts';
import type { Proposal } from '../approval/proposal.ts';
import { objectionsToProposal, type ProposalBounds } from '../approval/proposal-bounds.ts';
import { reachesHosts } from '../config/known-tools.ts';
import { isMcpTool } from '../config/mcp-servers.ts';
import { plannedOutputs } from '../config/outputs.ts';
import { numbered } from '../output/kinds/texts.ts';
import { toolOf } from '../policy/tool-rule.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { Plan } from './plan.ts';

/** What an agent has before somebody has agreed to its plan. */
const READING: readonly string[] = ['Read', 'Grep', 'Glob'];

/**
 * What an agent that has to propose a plan may do in one of its two runs. Without a proposal: read, and propose. With
 * one: what its profile allows and the proposal holds. For every other agent its profile is its plan, and a proposal
 * is none of its business.
 */
export function inPhase(plan: Plan, proposal: Proposal | null): Plan | Refusal {
  if (plan.requirePlan !== true) return proposal === null ? plan : notAsked(plan);
  if (proposal === null) return planning(plan);
  const problems = objectionsToProposal(proposal, boundsOf(plan));
  return problems.length === 0 ? under(plan, proposal) : beyondProfile(plan, problems);
}

/** Whether a run under this plan is one that proposes and does nothing. */
export function isPlanning({ outputs }: Pick<Plan, 'outputs'>): boolean {
  return outputs.some(({ kind }) => kind === 'propose_plan');
}

function planning(plan: Plan): Plan {
  const reading = (entries: readonly string[]) =>
    entries.filter((entry) => READING.includes(toolOf(entry) ?? ''));
  return {
    ...plan,
    tools: reading(plan.tools),
    allowedTools: reading(plan.allowedTools),
    taintedTools: reading(plan.taintedTools),
    mcpServers: [],
    skipPermissions: false,
    permissionMode: 'manual',
    workspace: 'read-only',
    cacheHours: null,
    env: [],
    egress: [],
    mayDispatch: [],
    fleet: null,
    outputs: [...plannedOutputs(['comment']), { kind: 'propose_plan', limits: boundsOf(plan) }],
  };
}

/** What a plan may hold at most. */
function boundsOf(plan: Plan): ProposalBounds {
  return {
    paths: writablePaths(plan),
    commands: patternsOfTool(plan, 'Bash'),
    hosts: reachesHosts(plan.tools, plan.egress) ? plan.egress : [],
    tools: plan.tools.filter(isMcpTool),
    workers: plan.mayDispatch,
    most_workers: plan.fleet?.maxTotalWorkers ?? 0,
    cost_usd: plan.budgetUsd,
  };
}

/** Its tools stay what they are: what of them is outside the plan the judge refuses, call by call. */
function under(plan: Plan, proposal: Proposal): Plan {
  const { workers, hosts, cost_usd: cost } = proposal;
  const count = workers.reduce((sum, one) => sum + one.count, 0);
  const fleet =
    plan.fleet === null || count === 0
      ? null
      : { ...plan.fleet, maxTotalWorkers: Math.min(count, plan.fleet.maxTotalWorkers) };
  return {
    ...plan,
    proposal,
    egress: [...hosts],
    budgetUsd: Math.min(cost, plan.budgetUsd),
    mayDispatch:
      fleet === null ? [] : plan.mayDispatch.filter((name) => workers.some(({ agent }) => agent === name)),
    fleet,
    cacheHours: null,
  };
}

function notAsked({ agent }: Plan): Refusal {
  return refuse(
    'plan-changed',
    `There is a plan for ${agent}, which does not have to propose one any more.`,
    'Start the agent again.',
  );
}

function beyondProfile({ agent }: Plan, problems: readonly string[]): Refusal {
  return refuse(
    'beyond-profile',
    `The plan goes beyond the profile of ${agent}: ${numbered(problems, 3)}.`,
    'Start the agent again, so that it proposes another plan; or widen its profile.',
  );
}
