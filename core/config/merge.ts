import { reachesHosts } from './known-tools.ts';
import type { Agent } from './agent.ts';
import { toolOf } from '../policy/tool-rule.ts';
import { mcpName, mcpToolsOf, type WrittenMcpServers } from './mcp-servers.ts';
import { plainRules, type RedactRules } from '../redact/rules.ts';
import { plannedContext } from './context.ts';
import { plannedFleet } from './fleet.ts';
import { groupAgent } from './merge-group.ts';
import { plannedOutputs } from './outputs.ts';
import { presets } from './presets.ts';
import { plannedTriggers } from './triggers.ts';
import type { WrittenCaps } from '../caps/caps.ts';
import { limitsOf, type Caps } from '../ledger/windows.ts';
import type { Shared, WrittenAgent, WrittenConfig } from './written.ts';

/** What an agent gets where neither it nor `defaults` says anything: read-only, one dollar, a quarter of an hour. */
export const builtIn = {
  model: 'claude-opus-5-5',
  tools: ['Read', 'Grep', 'Glob'],
  disallowed_tools: [],
  permission_mode: 'manual',
  policy: 'allow_list',
  skip_permissions: false,
  require_sandbox: true,
  working_dir: '.',
  timeout_minutes: 15,
  budget_usd: 1,
  max_turns: 30,
  invoke: 'write',
  teams: [],
  triggers: ['comment', 'workflow'],
  context: [],
  outputs: ['comment'],
  require_plan: false,
  env: [],
  egress: [],
  egress_max_mb: 100,
} as const satisfies Shared;

/** Merges built-in values, `defaults` and each agent's own, nearest last. A group becomes an agent that has what its members have. */
export function merge(written: WrittenConfig): {
  version: 1;
  defaults: Shared;
  agents: Record<string, Agent>;
  redact: RedactRules;
  /** Micro-dollars. */
  budgets: Partial<Caps>;
  caps: WrittenCaps;
} {
  const defaults = written.defaults ?? {};
  const agents: Record<string, Agent> = Object.create(null) as Record<string, Agent>;
  for (const [name, agent] of Object.entries(written.agents)) agents[name] = mergeAgent(defaults, agent);
  const own = { ...agents };
  for (const [name, group] of Object.entries(written.groups ?? {})) {
    const lead = Object.hasOwn(own, name) ? null : groupAgent(group, own);
    if (lead !== null) agents[name] = lead;
  }
  const { allow = plainRules.allow, on_shape: onShape = plainRules.onShape } = written.redact ?? {};
  const redact = { allow: allow.map((digest) => digest.slice('sha256:'.length)), onShape };
  const budgets = limitsOf(written.budgets ?? {});
  return { version: written.version, defaults, agents, redact, budgets, caps: written.caps ?? {} };
}

function mergeAgent(defaults: Shared, written: WrittenAgent): Agent {
  const { allowed_tools, add_tools = [], ...merged } = layered(defaults, written);
  const withheld = new Set<string>(merged.disallowed_tools);
  const { triggers, pullRequest } = plannedTriggers(merged.triggers);
  const servers = startedServers(merged.mcp_servers ?? {}, withheld);
  const tools = [...new Set<string>([...merged.tools, ...add_tools, ...mcpToolsOf(servers)])].filter(
    (tool) => !withheld.has(tool),
  );
  return {
    ...merged,
    description: merged.description.replaceAll(/\s+/g, ' ').trim(),
    tools,
    mcp_servers: servers,
    context: plannedContext(merged.context),
    outputs: plannedOutputs(merged.outputs),
    may_dispatch: merged.may_dispatch ?? [],
    fleet: plannedFleet(merged.may_dispatch ?? [], merged.fleet),
    triggers,
    pull_request: pullRequest,
    // Only commands can use the proxy; an agent without Bash that inherits hosts gets no way out at all.
    egress: reachesHosts(tools, merged.egress) ? merged.egress : [],
    // An inherited list may name tools that this agent doesn't have; they don't come back that way.
    allowed_tools:
      allowed_tools === undefined
        ? [...tools]
        : tools.flatMap((tool) => allowed_tools.filter((rule) => toolOf(rule) === tool)),
    permission_mode: merged.permission_mode === 'default' ? 'manual' : merged.permission_mode,
  };
}

/** A server none of whose tools are left is not started. */
function startedServers(servers: WrittenMcpServers, withheld: ReadonlySet<string>): WrittenMcpServers {
  return Object.fromEntries(
    Object.entries(servers).filter(([server, { tools }]) =>
      Object.keys(tools).some((tool) => !withheld.has(mcpName(server, tool))),
    ),
  );
}

/** The nearest word counts: a preset that an agent names stands above `defaults`, one of `defaults` below them. */
function layered(defaults: Shared, written: WrittenAgent) {
  const base = structuredCopy(builtIn);
  const preset = presetOf(written.preset ?? defaults.preset);
  return written.preset === undefined
    ? { ...base, ...preset, ...defaults, ...written }
    : { ...base, ...defaults, ...preset, ...written };
}

function presetOf(name: Shared['preset']) {
  return name === undefined ? {} : { ...presets[name], tools: [...presets[name].tools] };
}

/** What has no built-in value. */
type Unsaid =
  | 'allowed_tools'
  | 'price'
  | 'preset'
  | 'add_tools'
  | 'tainted_tools'
  | 'approval_minutes'
  | 'cache_hours'
  | 'session_hours';

/** Fresh arrays, so that no agent shares one with another or with the built-in values. */
function structuredCopy(values: typeof builtIn): Required<Omit<Shared, Unsaid>> {
  return {
    ...values,
    tools: [...values.tools],
    disallowed_tools: [...values.disallowed_tools],
    teams: [...values.teams],
    triggers: [...values.triggers],
    context: [...values.context],
    outputs: [...values.outputs],
    env: [...values.env],
    egress: [...values.egress],
  };
}
