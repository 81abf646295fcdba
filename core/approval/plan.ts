import type { PlannedContext } from '../config/context.ts';
import type { PlannedFleet } from '../config/fleet.ts';
import { groupWords, modelWords } from '../config/group.ts';
import type { CallToApprove } from './call.ts';
import type { Proposal } from './proposal.ts';
import { canonicalJson, type Json } from '../audit/canonical.ts';
import { writingTools } from '../config/known-tools.ts';
import type { Capability } from '../profile/capabilities.ts';
import { servedOutputs } from '../output/planned.ts';
import type { Plan } from '../profile/plan.ts';
import { listsOf } from '../policy/tool-rule.ts';

/** What an approval is bound to besides what the agent may do. */
export type Bound = {
  jobId: string;
  taskSha256: string;
  configBlob: string;
  configCommit: string;
  headSha: string;
  /** The job whose result it is given, or whose conversation; null for none. */
  fromJob: string | null;
  fromKind?: 'result' | 'session' | null;
};

/** What somebody is asked to agree to: one job with all that it may do. Plain JSON. */
export type ApprovalPlan = Omit<Bound, 'fromJob' | 'fromKind'> & {
  version: 1;
  /** The job whose result it is given; absent where there is none. */
  fromJob?: string;
  /** It is the conversation of that job that it is given. */
  fromKind?: 'session';
  agent: string;
  /** What comes together under the Rule of Two, sorted. */
  capabilities: string[];
  model: string;
  tools: string[];
  policy: Plan['policy'];
  allowedTools: string[];
  disallowedTools: string[];
  taintedTools: string[];
  mcpServers: Json[];
  /** What it is given of its issue or pull request; absent where that is nothing. */
  context?: { [Part in keyof PlannedContext]?: NonNullable<PlannedContext[Part]> };
  /** What it hands back besides its last message, with its limits; absent where that is nothing. */
  outputs?: Json[];
  /** The agents that it may start as workers, out of its budget and within all of this; absent where that is none. */
  workers?: { agents: string[]; limits: PlannedFleet };
  /** How these work together, where it is a group, in words; absent where it is an agent. */
  group?: string;
  permissionMode: string;
  skipPermissions: boolean;
  workingDir: string;
  /** Patterns of what its tools may write to; `*` is the whole copy of the repository. */
  writablePaths: string[];
  /** Patterns of what Bash may be asked to run. */
  commands: string[];
  hosts: string[];
  egressMaxMb: number;
  env: string[];
  budgetUsd: number;
  maxTurns: number;
  timeoutMinutes: number;
  /** The one call that is allowed under `policy: require_approval`. */
  call?: CallToApprove;
  /** What the agent proposed to do, where its profile has `require_plan`: whatever is not in it is refused. */
  proposal?: Proposal;
};

/** The plan of a job as people read it and as its digest counts it. */
export function approvalPlan(
  plan: Plan,
  capabilities: ReadonlySet<Capability>,
  { jobId, taskSha256, configBlob, configCommit, headSha, fromJob, fromKind }: Bound,
  call: CallToApprove | null = null,
): ApprovalPlan {
  return {
    version: 1,
    jobId,
    taskSha256,
    configBlob,
    configCommit,
    headSha,
    ...(fromJob === null ? {} : { fromJob, ...(fromKind === 'session' ? { fromKind } : {}) }),
    agent: plan.agent,
    capabilities: [...capabilities].toSorted(),
    model: modelWords(plan),
    tools: [...plan.tools],
    policy: plan.policy,
    allowedTools: [...plan.allowedTools],
    disallowedTools: [...plan.disallowedTools],
    taintedTools: [...plan.taintedTools],
    mcpServers: plan.mcpServers.map(({ name, command, tools }) => ({
      name,
      command: [...command],
      tools: tools.map((tool) => ({ name: tool.name, sha256: tool.sha256 })),
    })),
    ...contextOf(plan),
    ...outputsOf(plan),
    ...workersOf(plan),
    ...(plan.group === undefined ? {} : { group: groupWords(plan.group) }),
    permissionMode: plan.permissionMode,
    skipPermissions: plan.skipPermissions,
    workingDir: plan.workingDir,
    writablePaths: [...(plan.proposal?.paths ?? writablePaths(plan))],
    commands: [...(plan.proposal?.commands ?? patternsOfTool(plan, 'Bash'))],
    hosts: [...plan.egress],
    egressMaxMb: plan.egressMaxMb,
    env: [...plan.env],
    budgetUsd: plan.budgetUsd,
    maxTurns: plan.maxTurns,
    timeoutMinutes: plan.timeoutMinutes,
    ...(call === null ? {} : { call }),
    ...(plan.proposal === undefined ? {} : { proposal: plan.proposal }),
  };
}

/** The digest that an approval names: equal for equal plans only. */
export function digestOf(plan: ApprovalPlan, sha256: (text: string) => string): string {
  return sha256(canonicalJson(plan));
}

/** So many of its digits are shown, and typed at least. */
export const SHORT_DIGEST = 12;

/** The digest as people type it. */
export function shortDigest(digest: string): string {
  return digest.slice(0, SHORT_DIGEST);
}

function contextOf({ context }: Plan): Pick<ApprovalPlan, 'context'> {
  const parts = Object.fromEntries(Object.entries(context).filter(([, limits]) => limits !== null));
  return Object.keys(parts).length === 0 ? {} : { context: parts };
}

function outputsOf({ outputs }: Plan): Pick<ApprovalPlan, 'outputs'> {
  const served = servedOutputs(outputs);
  return served.length === 0 ? {} : { outputs: served };
}

function workersOf({ mayDispatch, fleet }: Plan): Pick<ApprovalPlan, 'workers'> {
  return fleet === null ? {} : { workers: { agents: [...mayDispatch], limits: { ...fleet } } };
}

/** Patterns of what an agent may write to. Commands write where they like within the copy of the repository. */
export function writablePaths(plan: Plan): string[] {
  if (plan.workspace === 'read-only') return [];
  if (patternsOfTool(plan, 'Bash').length > 0) return ['*'];
  return [...new Set(writingTools.flatMap((tool) => patternsOfTool(plan, tool)))];
}

/** Patterns of the calls that an agent may make of one of its tools. */
export function patternsOfTool(plan: Plan, tool: string): string[] {
  return plan.tools.includes(tool) ? [...listsOf(plan, tool).allow] : [];
}
