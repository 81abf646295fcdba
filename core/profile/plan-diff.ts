import type { PolicyKind } from '../config/agent.ts';
import type { InvokeRole } from '../config/config.ts';
import { plannedContext } from '../config/context.ts';
import { groupWords } from '../config/group.ts';
import { bitsOf } from '../output/structured/bits.ts';
import { isAllowedHost, readHostPatterns } from '../egress/host.ts';
import type { Compiled } from './compile.ts';
import type { DiffLine } from './diff-line.ts';
import { diffContext } from './context-diff.ts';
import { diffFleet } from './fleet-diff.ts';
import { diffMcpServers } from './mcp-diff.ts';
import { diffOutputs } from './output-diff.ts';
import type { Plan } from './plan.ts';
import { diffPullTrigger } from './trigger-diff.ts';
import { diffToolRules } from './tool-rule-diff.ts';

/** One agent of two configurations, or all of them together (null). `lines` is never empty. */
export type AgentDiff = { agent: string | null; kind: 'added' | 'removed' | 'changed'; lines: DiffLine[] };

/** A plan, and by which of its triggers the agent starts in the end. */
export type PlanSide = {
  plan: Plan;
  starts: { trigger: Plan['triggers'][number]; kind: Compiled['kind'] }[];
};

/** What changed from one set of plans to another, agent by agent, in the order of their names. */
export function planDiff(base: readonly PlanSide[], head: readonly PlanSide[]): AgentDiff[] {
  const names = [...new Set([...base, ...head].map(({ plan }) => plan.agent))].toSorted();
  return names.flatMap((agent): AgentDiff[] => {
    const before = base.find(({ plan }) => plan.agent === agent);
    const after = head.find(({ plan }) => plan.agent === agent);
    if (after === undefined)
      return [{ agent, kind: 'removed', lines: [{ mark: 'narrowing', what: 'agent', text: 'removed' }] }];
    const lines = before === undefined ? newAgent(after) : differences(before, after);
    return lines.length === 0 ? [] : [{ agent, kind: before === undefined ? 'added' : 'changed', lines }];
  });
}

/** A new agent, told as what it may do more than an agent that may do nothing. */
function newAgent(after: PlanSide): DiffLine[] {
  const { plan } = after;
  const nothing: Plan = {
    ...plan,
    // Without tools there is nothing that the lists of them are about.
    tools: [],
    mcpServers: [],
    workspace: 'read-only',
    skipPermissions: false,
    permissionMode: 'manual',
    budgetUsd: 0,
    maxTurns: 0,
    timeoutMinutes: 0,
    triggers: [],
    pullRequest: null,
    env: [],
    context: plannedContext([]),
    outputs: [],
    mayDispatch: [],
    fleet: null,
    egress: [],
    egressMaxMb: plan.egress.length > 0 ? 0 : plan.egressMaxMb,
    redact: { ...plan.redact, allow: [] },
  };
  const role: DiffLine = { mark: 'expansion', what: 'invoke', text: `+ ${plan.invoke}` };
  const team = plan.teams.map((one): DiffLine => ({ mark: 'change', what: 'teams', text: one }));
  return [...differences({ ...after, plan: nothing }, after), role, ...team];
}

function differences({ plan: base, starts: before }: PlanSide, { plan: head, starts }: PlanSide): DiffLine[] {
  return [
    ...list('tools', base.tools, head.tools),
    ...diffMcpServers(base.mcpServers, head.mcpServers),
    ...diffToolRules(base, head),
    ...ranked('policy', POLICIES, base.policy, head.policy),
    ...ranked('require_plan', PLANNING, base.requirePlan === true, head.requirePlan === true),
    ...ranked('skip_permissions', SKIPPING, base.skipPermissions, head.skipPermissions),
    ...ranked('permission_mode', MODES, base.permissionMode, head.permissionMode),
    ...ranked('workspace', WORKSPACES, base.workspace, head.workspace),
    ...hosts(base.egress, head.egress),
    ...amount('egress_max_mb', base.egressMaxMb, head.egressMaxMb, (value) => `${value} MB`),
    ...list('env', base.env, head.env),
    ...diffContext(base.context, head.context),
    ...diffOutputs(base.outputs, head.outputs),
    ...diffFleet(base, head),
    ...together(base.group, head.group),
    ...answer(base.outputSchema, head.outputSchema),
    ...list('redact.allow', base.redact.allow, head.redact.allow),
    ...ranked('redact.on_shape', ['withhold', 'mask'], base.redact.onShape, head.redact.onShape),
    ...amount('budget_usd', base.budgetUsd, head.budgetUsd, (value) => `$${value}`),
    ...amount('max_turns', base.maxTurns, head.maxTurns, String),
    ...amount('timeout_minutes', base.timeoutMinutes, head.timeoutMinutes, (value) => `${value} min`),
    ...ranked('invoke', ROLES, base.invoke, head.invoke),
    ...teams(base.teams, head.teams),
    ...waiting(base.approvalMinutes, head.approvalMinutes),
    ...list('triggers', base.triggers, head.triggers),
    ...diffPullTrigger(base.pullRequest, head.pullRequest),
    ...started(before, starts),
    ...other('cache_hours', shownHours(base.cacheHours), shownHours(head.cacheHours)),
    ...other('session_hours', shownHours(base.sessionHours), shownHours(head.sessionHours)),
    ...other('model', base.model, head.model),
    ...other('working_dir', base.workingDir, head.workingDir),
    ...silent('price', base.ownPrice, head.ownPrice),
    ...silent('system_prompt', base.systemPrompt, head.systemPrompt),
    ...silent('description', base.description, head.description),
  ];
}

/** From the least to the most; what one allows, the next allows, too. */
const POLICIES: readonly PolicyKind[] = [
  'deny_all',
  'require_approval',
  'allow_list',
  'deny_list',
  'allow_all',
];
const SKIPPING: readonly boolean[] = [false, true];
const PLANNING: readonly boolean[] = [true, false];
const MODES: readonly Plan['permissionMode'][] = ['manual', 'acceptEdits'];
const WORKSPACES: readonly Plan['workspace'][] = ['read-only', 'writable'];
const ROLES: readonly InvokeRole[] = ['admin', 'maintain', 'write', 'triage'];
const STARTS: readonly Compiled['kind'][] = ['refused', 'needs-approval', 'plan'];

function ranked<Value>(what: string, order: readonly Value[], base: Value, head: Value): DiffLine[] {
  if (base === head) return [];
  const mark = order.indexOf(head) > order.indexOf(base) ? 'expansion' : 'narrowing';
  return [{ mark, what, text: `${String(base)} → ${String(head)}` }];
}

function amount(what: string, base: number, head: number, shown: (value: number) => string): DiffLine[] {
  if (base === head) return [];
  return [{ mark: head > base ? 'expansion' : 'narrowing', what, text: `${shown(base)} → ${shown(head)}` }];
}

function list(what: string, base: readonly string[], head: readonly string[]): DiffLine[] {
  const gained = head.filter((one) => !base.includes(one));
  const lost = base.filter((one) => !head.includes(one));
  return [
    ...gained.map((one): DiffLine => ({ mark: 'expansion', what, text: `+ ${one}` })),
    ...lost.map((one): DiffLine => ({ mark: 'narrowing', what, text: `- ${one}` })),
  ];
}

/** The first team keeps people out, the last one that goes lets them in; in between a team more is people more. */
function teams(base: readonly string[], head: readonly string[]): DiffLine[] {
  const turned = base.length === 0 || head.length === 0;
  const other = { expansion: 'narrowing', narrowing: 'expansion', change: 'change' } as const;
  return list('teams', base, head).map((line) => (turned ? { ...line, mark: other[line.mark] } : line));
}

/** The longer a plan waits, the further from its words somebody may agree to it. */
function waiting(base: number | null, head: number | null): DiffLine[] {
  const shown = (value: number) => (value === Infinity ? 'as the operator says' : `${value} min`);
  return amount('approval_minutes', base ?? Infinity, head ?? Infinity, shown);
}

/** An answer that is given again lets nobody do more. */
function shownHours(hours: number | null): string {
  return hours === null ? 'never' : String(hours);
}

/** A host that a pattern stood for before, or still does, is neither gained nor lost. */
function hosts(base: readonly string[], head: readonly string[]): DiffLine[] {
  const covered = (host: string, by: readonly string[]) => isAllowedHost(host, readHostPatterns(by));
  return list('egress', base, head).map((line) => {
    const same = covered(line.text.slice(2), line.mark === 'expansion' ? base : head);
    return same ? { ...line, mark: 'change' } : line;
  });
}

/** Whether the Rule of Two lets it start; a trigger that came or went is told elsewhere. */
function started(base: PlanSide['starts'], head: PlanSide['starts']): DiffLine[] {
  return head.flatMap(({ trigger, kind }) => {
    const before = base.find((one) => one.trigger === trigger)?.kind ?? kind;
    return ranked(`start by ${trigger}`, STARTS, before, kind);
  });
}

/** How the members of a group work together; who they are is told as whom it may start. */
function together(base: Plan['group'], head: Plan['group']): DiffLine[] {
  const shown = (group: Plan['group']) => (group === undefined ? 'no group' : groupWords(group));
  return [
    ...other('group', shown(base), shown(head)),
    ...silent('shared_context', base?.sharedContext ?? null, head?.sharedContext ?? null),
  ];
}

/** A schema that carries less is a narrowing; free text carries the most. */
function answer(base: Plan['outputSchema'], head: Plan['outputSchema']): DiffLine[] {
  if (JSON.stringify(base) === JSON.stringify(head)) return [];
  const bits = (schema: Plan['outputSchema']) => (schema === null ? Infinity : Math.ceil(bitsOf(schema)));
  const shown = (value: number) => (value === Infinity ? 'free text' : `${value} bits`);
  const told = amount('output_schema', bits(base), bits(head), shown);
  return told.length > 0 ? told : [{ mark: 'change', what: 'output_schema', text: 'changed' }];
}

function other(what: string, base: string, head: string): DiffLine[] {
  return base === head ? [] : [{ mark: 'change', what, text: `${base} → ${head}` }];
}

/** A difference whose values are too long to be told. */
function silent(what: string, base: unknown, head: unknown): DiffLine[] {
  return JSON.stringify(base) === JSON.stringify(head) ? [] : [{ mark: 'change', what, text: 'changed' }];
}
