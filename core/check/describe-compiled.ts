import { launchArgv } from '../launch/argv.ts';
import { TEXT_MAX_CHARACTERS } from '../output/result.ts';
import { contextWords } from '../config/context.ts';
import { fleetWords } from '../config/fleet.ts';
import { groupWords, modelWords } from '../config/group.ts';
import { pullTriggerWords, type PullTrigger } from '../config/triggers.ts';
import { servedOutputs } from '../output/planned.ts';
import { bitsOf } from '../output/structured/bits.ts';
import type { McpServer } from '../policy/mcp-server.ts';
import { whyNotCacheable } from '../profile/cacheable.ts';
import type { Compiled } from '../profile/compile.ts';
import type { Plan } from '../profile/plan.ts';

/** One line of an explanation: what it is about, and what is so. */
export type Told = readonly [label: string, text: string];

/** What an agent may do, as it was compiled; of one that was refused before it had a plan only the Rule of Two. */
export function describeCompiled(compiled: Compiled): Told[] {
  return [
    ...(compiled.kind === 'refused' ? [] : describePlan(compiled.plan)),
    ['Rule of Two', compiled.ruleOfTwo?.present || 'none of A, B and C'],
  ];
}

/** Whether the agent may start. */
export function startWords({ kind }: Compiled): string {
  if (kind === 'plan') return 'may start';
  return kind === 'refused' ? 'may not start' : 'may start when a person agrees';
}

function describePlan(plan: Plan): Told[] {
  const list = (items: readonly string[]) => items.join(', ') || 'none';
  const writes =
    plan.workspace === 'writable'
      ? 'writes to its copy, but for what git, CI, editors and agents act on'
      : 'writes nothing';
  return [
    [plan.group === undefined ? 'agent' : 'group', `${plan.agent}: ${plan.description}`],
    ['model', modelWords(plan)],
    ['tools', `${list(plan.tools)} (policy ${plan.policy})`],
    ['allowed', list(plan.allowedTools)],
    ['refused', list(plan.disallowedTools)],
    ['tainted', `${list(plan.taintedTools)} once it has read text by strangers`],
    ...plan.mcpServers.map(serverLine),
    ['files', `reads the workspace but for .git and .env; ${writes}`],
    ['context', contextWords(plan.context)],
    ['hosts', `${list(plan.egress)}${plan.egress.length > 0 ? `, at most ${plan.egressMaxMb} MB` : ''}`],
    ['limits', `$${plan.budgetUsd}, ${plan.maxTurns} turns, ${plan.timeoutMinutes} minutes`],
    ['started by', `${list(plan.triggers)}, by people with the role ${plan.invoke} or more${inTeams(plan)}`],
    ...(plan.pullRequest === null ? [] : [pullLine(plan.pullRequest)]),
    ...cacheLine(plan),
    ...sessionLine(plan),
    ...servedOutputs(plan.outputs).map(outputLine),
    ...(plan.group === undefined ? fleetLine(plan) : [together(plan.group)]),
    ['answer', channelOf(plan)],
    ...launchLine(plan),
  ];
}

function pullLine(trigger: PullTrigger): Told {
  return ['pull request', pullTriggerWords(trigger)];
}

function cacheLine(plan: Plan): Told[] {
  if (plan.cacheHours === null) return [];
  const why = whyNotCacheable(plan);
  const told = `its answer is given again to the same task for ${plan.cacheHours} hours, at the same commit`;
  return [['cache', why === null ? told : `none, whatever cache_hours says: ${why}`]];
}

function sessionLine({ sessionHours }: Plan): Told[] {
  if (sessionHours === null) return [];
  const told = `its conversations are kept for ${sessionHours} hours, encrypted, where the workflow passes a session-key`;
  return [['session', told]];
}

function fleetLine({ mayDispatch, fleet }: Plan): Told[] {
  return fleet === null ? [] : [['workers', `${mayDispatch.join(', ')}; ${fleetWords(fleet)}`]];
}

function together(group: NonNullable<Plan['group']>): Told {
  return ['members', groupWords(group)];
}

/** Of a group each member is started, and `explain` of it says how. */
function launchLine(plan: Plan): Told[] {
  return plan.group === undefined ? [['launch', `claude ${launchArgv(plan).join(' ')}`]] : [];
}

function inTeams({ teams }: Plan): string {
  return teams.length === 0 ? '' : ` who are in ${teams.join(' or ')}`;
}

/** How much the agent can tell whoever reads its answer. Its figures and what its log shows of its calls come on top. */
function channelOf({ outputSchema }: Plan): string {
  if (outputSchema === null)
    return `free text: unbounded for practical purposes, ${TEXT_MAX_CHARACTERS} characters a run`;
  return `follows output_schema: at most ${Math.ceil(bitsOf(outputSchema))} bits a run`;
}

function outputLine({ kind, limits }: ReturnType<typeof servedOutputs>[number]): Told {
  const told = Object.entries(limits).map(([key, value]) => `${key} ${String(value)}`);
  return ['output', `${kind}: ${told.join('; ')}`];
}

function serverLine(server: McpServer): Told {
  const tools = server.tools.map(({ name, sha256 }) => `${name}${sha256 === null ? ' (not pinned)' : ''}`);
  return ['MCP server', `${server.name}: ${server.command.join(' ')}; ${tools.join(', ')}`];
}
