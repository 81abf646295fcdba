import { atLeast } from '../authority/role.ts';
import { plannedContext } from '../config/context.ts';
import { plannedOutputs } from '../config/outputs.ts';
import { configPath } from '../config/path.ts';
import type { McpServer } from '../policy/mcp-server.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { beyondReach } from './beyond-reach.ts';
import { plainFacts } from './compile.ts';
import { covers } from './operator.ts';
import type { Plan } from './plan.ts';

/** Whatever else the two are compared by: what the Rule of Two was asked about the lead has to hold for its workers. */
const FACTS = { ...plainFacts, trigger: 'workflow', provenCage: false } as const;

/** Whether a worker is to start workers of its own; a member of a group does neither that nor talk to anybody. */
export type Standing = 'worker' | 'sublead' | 'member';

/**
 * The plan of an agent as a worker of this lead, or why it cannot be one. What a worker hands back is its answer, to its
 * lead: it has no other output, and of issue or pull request it is given what its lead tells it. It may do nothing that
 * its lead may not, and the person who may start the lead has to be one who may start it.
 */
export function asWorker(lead: Plan, agent: Plan, standing: Standing): Plan | Refusal {
  const worker: Plan = {
    ...agent,
    ...fleetBelow(lead, agent, standing),
    ...(standing === 'member' ? { inGroup: true as const } : { isWorker: true as const }),
    ...planOf(lead, agent),
    context: plannedContext([]),
    outputs: plannedOutputs(['comment']),
    triggers: [],
    pullRequest: null,
    approvalMinutes: null,
    sessionHours: null,
    cacheHours: null,
    // One gate for the whole run.
    redact: lead.redact,
  };
  const more = beyond(lead, worker);
  if (more === null) return worker;
  return refuse(
    'beyond-lead',
    `The agent ${agent.agent} cannot work for ${lead.agent}: it has ${more}, which ${lead.agent} has not.`,
    `Take that from ${agent.agent}, or give it to ${lead.agent}, in ${configPath}; or name another agent in \`may_dispatch\`.`,
  );
}

/** What a person agreed to for the lead, its workers keep to as well: nobody is asked once more for one of them. */
function planOf(lead: Plan, agent: Plan): Pick<Plan, 'proposal' | 'egress'> {
  const { proposal } = lead;
  if (proposal === undefined) return { egress: agent.egress };
  return {
    proposal,
    egress: lead.egress.filter((host) => agent.egress.some((pattern) => covers(pattern, host))),
  };
}

/** What a worker may start itself: nothing, unless it is to be a lead and there is a level left below it. */
function fleetBelow(
  lead: Plan,
  { mayDispatch, fleet }: Plan,
  standing: Standing,
): Pick<Plan, 'mayDispatch' | 'fleet'> {
  const maxDepth = Math.min((lead.fleet?.maxDepth ?? 1) - 1, fleet?.maxDepth ?? 0);
  if (standing !== 'sublead' || fleet === null || maxDepth < 1) return { mayDispatch: [], fleet: null };
  return { mayDispatch, fleet: { ...fleet, maxDepth } };
}

/** The first thing in which a worker goes beyond its lead, in words; null when it does not. */
function beyond(lead: Plan, worker: Plan): string | null {
  const tool = worker.tools.find((one) => !lead.tools.includes(one));
  if (tool !== undefined) return `the tool ${tool}`;
  const server = worker.mcpServers.find((one) => !lead.mcpServers.some((other) => holds(other, one)));
  if (server !== undefined) return `the MCP server ${server.name}, as it is set up there`;
  const more = beyondReach(lead, worker, FACTS);
  if (more !== null) return more;
  if (worker.egress.length > 0 && worker.egressMaxMb > lead.egressMaxMb)
    return `an \`egress_max_mb\` of ${worker.egressMaxMb}`;
  if (worker.requirePlan === true && lead.requirePlan !== true) return '`require_plan`';
  if (worker.permissionMode !== 'manual' && worker.permissionMode !== lead.permissionMode)
    return `\`permission_mode: ${worker.permissionMode}\``;
  if (!atLeast(lead.invoke, worker.invoke)) return `\`invoke: ${worker.invoke}\``;
  return worker.teams.length > 0 && !isWithin(lead.teams, worker.teams) ? 'other `teams`' : null;
}

/** The server of a lead, with all tools of that of a worker as these are known there. */
function holds(lead: McpServer, worker: McpServer): boolean {
  return (
    lead.name === worker.name &&
    JSON.stringify(lead.command) === JSON.stringify(worker.command) &&
    worker.tools.every((tool) => lead.tools.some((other) => JSON.stringify(other) === JSON.stringify(tool)))
  );
}

/** Whoever is in one of the lead's teams is in one of the worker's. */
function isWithin(lead: readonly string[], worker: readonly string[]): boolean {
  return lead.length > 0 && lead.every((team) => worker.includes(team));
}
