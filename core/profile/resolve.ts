import type { Agent, Config } from '../config/config.ts';
import { reachesHosts, writingTools } from '../config/known-tools.ts';
import { mcpName } from '../config/mcp-servers.ts';
import type { McpServer } from '../policy/mcp-server.ts';
import { statedModel } from '../pricing/own-price.ts';
import type { RedactRules } from '../redact/rules.ts';
import { didYouMean } from '../config/nearest.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { Plan } from './plan.ts';

/** Compiles an agent's profile into the plan of a run. Refuses with `unknown-agent` when there is none of that name. */
export function resolve(config: Config, agentName: string): Plan | Refusal {
  const agent = Object.hasOwn(config.agents, agentName) ? config.agents[agentName] : undefined;
  return agent ? plan(agentName, agent, config.redact) : unknownAgent(config, agentName);
}

function plan(name: string, agent: Agent, redact: RedactRules): Plan {
  return {
    agent: name,
    description: agent.description,
    systemPrompt: agent.system_prompt ?? { file: agent.system_prompt_file ?? '' },
    model: agent.model,
    ownPrice: agent.price === undefined ? null : statedModel(agent.model, agent.price),
    tools: [...agent.tools],
    mcpServers: mcpServers(agent),
    allowedTools: [...agent.allowed_tools],
    disallowedTools: [...agent.disallowed_tools],
    taintedTools: [...(agent.tainted_tools ?? withoutReach(agent))],
    policy: agent.policy,
    permissionMode: agent.permission_mode,
    skipPermissions: agent.skip_permissions,
    workspace: agent.tools.some((tool) => writingTools.includes(tool)) ? 'writable' : 'read-only',
    workingDir: agent.working_dir,
    timeoutMinutes: agent.timeout_minutes,
    budgetUsd: agent.budget_usd,
    maxTurns: agent.max_turns,
    invoke: agent.invoke,
    teams: [...agent.teams],
    approvalMinutes: agent.approval_minutes ?? null,
    cacheHours: agent.cache_hours ?? null,
    sessionHours: agent.session_hours ?? null,
    triggers: [...agent.triggers],
    pullRequest: agent.pull_request,
    env: [...agent.env],
    egress: [...agent.egress],
    egressMaxMb: agent.egress_max_mb,
    context: { ...agent.context },
    outputs: [...agent.outputs],
    outputSchema: agent.output_schema ?? null,
    mayDispatch: [...agent.may_dispatch],
    fleet: agent.fleet,
    ...(agent.require_plan ? { requirePlan: true as const } : {}),
    ...(agent.group === undefined ? {} : { group: agent.group }),
    redact: { ...redact, allow: [...redact.allow] },
  };
}

/** Its servers, each with the tools that are left of it. */
function mcpServers({ mcp_servers: servers, tools: left }: Agent): McpServer[] {
  return Object.entries(servers).map(([name, { command, tools }]) => ({
    name,
    command: [...command],
    tools: Object.entries(tools).flatMap(([tool, { sha256 = null, input }]) => {
      const called = mcpName(name, tool);
      return left.includes(called) ? [{ name: called, sha256, input }] : [];
    }),
  }));
}

/** What is left to an agent that has read a stranger's words: whatever stays in the cage. */
function withoutReach({ tools, egress }: Agent): string[] {
  return tools.filter((tool) => !reachesHosts([tool], egress));
}

function unknownAgent(config: Config, name: string): Refusal {
  const names = Object.keys(config.agents);
  // The name may come from anywhere: it is repeated only if it could be one.
  const shown = /^[A-Za-z0-9-]{1,32}$/.test(name) ? `\`${name}\`` : 'of that name';
  return refuse(
    'unknown-agent',
    `There is no agent ${shown}${didYouMean(name, names)}.`,
    `Use one of ${names.map((known) => `\`${known}\``).join(', ')}, or add the agent to .github/dispatch.yml on the default branch.`,
  );
}
