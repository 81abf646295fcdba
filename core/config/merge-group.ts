import { atLeast } from '../authority/role.ts';
import type { Agent } from './agent.ts';
import { MOST } from './bounds.ts';
import type { PlannedContext } from './context.ts';
import { plannedGroup, rolesOf, type PlannedGroup, type WrittenGroup } from './group.ts';
import type { WrittenMcpServers } from './mcp-servers.ts';
import { plannedOutputs } from './outputs.ts';

/**
 * A group as the agent that leads it, and which our own code plays: nobody of the group may do what it may not, so it has
 * what any of them has, and whoever starts it has to be one who may start each of them. Null where the file holds none
 * of them, which another check tells.
 */
export function groupAgent(written: WrittenGroup, agents: Readonly<Record<string, Agent>>): Agent | null {
  const planned = plannedGroup(written);
  const all = rolesOf(planned).flatMap((name) => agents[name] ?? []);
  const group = { ...planned, models: unique(all.map(({ model }) => model)) };
  const speaker = all.at(-1);
  if (speaker === undefined) return null;
  const aggregate = group.aggregate === null ? undefined : agents[group.aggregate];
  return {
    ...reachOf(all),
    ...startersOf(all),
    ...limitsOf(all, group, written),
    description: written.description.replaceAll(/\s+/g, ' ').trim(),
    system_prompt: '',
    model: speaker.model,
    ...(speaker.price === undefined ? {} : { price: speaker.price }),
    require_sandbox: true,
    working_dir: '.',
    outputs: plannedOutputs(['comment']),
    ...(aggregate?.output_schema === undefined ? {} : { output_schema: aggregate.output_schema }),
    may_dispatch: unique(rolesOf(group)),
    fleet: {
      maxDepth: 1,
      maxWorkers: group.members.length,
      maxParallel: written.max_parallel ?? null,
      maxTotalWorkers: turnsOf(group),
      haltOnFailure: group.haltOnFailure,
    },
    require_plan: false,
    group,
  };
}

/** How many turns a group has at most. */
function turnsOf(group: PlannedGroup): number {
  return group.mode === 'dialogue' ? group.members.length * group.rounds : rolesOf(group).length;
}

/** What any of them may do. */
function reachOf(all: readonly Agent[]) {
  const stated = all.some((agent) => agent.tainted_tools !== undefined);
  const of = (list: (agent: Agent) => readonly string[]) => unique(all.flatMap(list));
  return {
    tools: of(({ tools }) => tools),
    policy: 'allow_list' as const,
    allowed_tools: of(allowedBy),
    disallowed_tools: of(({ disallowed_tools: rules }) => rules).filter((rule) =>
      all.every((agent) => agent.disallowed_tools.includes(rule)),
    ),
    ...(stated ? { tainted_tools: of((agent) => agent.tainted_tools ?? []) } : {}),
    mcp_servers: all.reduce(withServers, {}),
    permission_mode: all.some((agent) => agent.permission_mode === 'acceptEdits')
      ? ('acceptEdits' as const)
      : ('manual' as const),
    skip_permissions: all.some((agent) => agent.skip_permissions),
    context: widestContext(all.map(({ context }) => context)),
    env: of(({ env }) => env),
    egress: of(({ egress }) => egress),
  };
}

/** The calls that a policy lets through without a person, as rules of an allow list. */
function allowedBy({ policy, tools, allowed_tools: allowed }: Agent): readonly string[] {
  if (policy === 'allow_list') return allowed;
  return policy === 'allow_all' || policy === 'deny_list' ? tools : [];
}

function withServers(servers: WrittenMcpServers, agent: Agent): WrittenMcpServers {
  const merged = { ...servers };
  for (const [name, { command, tools }] of Object.entries(agent.mcp_servers))
    merged[name] = { command, tools: { ...merged[name]?.tools, ...tools } };
  return merged;
}

function widestContext(contexts: readonly PlannedContext[]): PlannedContext {
  return {
    thread: widest(contexts.map(({ thread }) => thread)),
    diff: widest(contexts.map(({ diff }) => diff)),
    failures: widest(contexts.map(({ failures }) => failures)),
  };
}

function widest<Limits extends Record<string, number>>(parts: readonly (Limits | null)[]): Limits | null {
  return parts.reduce<Limits | null>((most, part) => {
    if (most === null || part === null) return most ?? part;
    const keys = Object.keys(most).map((key) => [key, Math.max(most[key] ?? 0, part[key] ?? 0)]);
    return Object.fromEntries(keys) as Limits;
  }, null);
}

/** Who may start all of them, and by what. News of a pull request start no group. */
function startersOf(all: readonly Agent[]) {
  const roles = all.map(({ invoke }) => invoke);
  const waits = all.flatMap((agent) => agent.approval_minutes ?? []);
  const [first = [], ...others] = all.map(({ teams }) => teams).filter((teams) => teams.length > 0);
  return {
    invoke: roles.reduce((most, role) => (atLeast(role, most) ? role : most)),
    // Whoever is in one of these is in one of the teams of each.
    teams: first.filter((team) => others.every((teams) => teams.includes(team))),
    ...(waits.length === 0 ? {} : { approval_minutes: Math.min(...waits) }),
    triggers: (['comment', 'workflow'] as const).filter((trigger) =>
      all.every(({ triggers }) => triggers.includes(trigger)),
    ),
    pull_request: null,
  };
}

function limitsOf(all: readonly Agent[], { rounds }: PlannedGroup, written: WrittenGroup) {
  const sum = (of: (agent: Agent) => number) => all.reduce((total, agent) => total + of(agent), 0);
  const minutes = rounds * sum((agent) => agent.timeout_minutes);
  const reaching = (agent: Agent) => (agent.egress.length > 0 ? agent.egress_max_mb : 0);
  return {
    budget_usd: written.budget_usd ?? neededUsd(all),
    timeout_minutes: written.timeout_minutes ?? Math.min(MOST.minutes, minutes),
    max_turns: rounds * sum((agent) => agent.max_turns),
    egress_max_mb: rounds * sum(reaching),
  };
}

/** What the budgets of all of them come to, in US dollars, exact to the micro-dollar. What one has lasts for all its turns. */
export function neededUsd(all: readonly Pick<Agent, 'budget_usd'>[]): number {
  return all.reduce((total, agent) => total + Math.round(agent.budget_usd * 1_000_000), 0) / 1_000_000;
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}
