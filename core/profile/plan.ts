import type { Proposal } from '../approval/proposal.ts';
import type { PlannedContext } from '../config/context.ts';
import type { PlannedFleet } from '../config/fleet.ts';
import type { PlannedGroup } from '../config/group.ts';
import type { PricedModel } from '../pricing/models.ts';
import type { InvokeRole } from '../config/config.ts';
import type { PullTrigger, TriggerName } from '../config/triggers.ts';
import type { McpServer } from '../policy/mcp-server.ts';
import type { OutputSchema } from '../config/output-schema.ts';
import type { PlannedOutput } from '../output/planned.ts';
import type { RedactRules } from '../redact/rules.ts';
import type { PolicyKind } from '../config/agent.ts';

/** What one run may do, compiled from the profile: the only thing the launcher, policy and broker look at. */
export type Plan = {
  agent: string;
  description: string;
  /** The instructions themselves, or the file of the repository (from the configuration's commit) that holds them. */
  systemPrompt: string | { file: string };
  model: string;
  /** The price that the profile states, for a model that has none in our table. */
  ownPrice: PricedModel | null;
  /** The tools that exist for the agent; `disallowedTools` are already taken away. */
  tools: string[];
  /** What is started in the cage beside the CLI; the names of its tools are among `tools`. */
  mcpServers: McpServer[];
  /** Calls of `tools` that run without asking, as tools by name or rules such as `Bash(git log *)`; with nobody to ask, the rest is refused. */
  allowedTools: string[];
  disallowedTools: string[];
  /** What of `tools` may still be used once the agent has read untrusted text. */
  taintedTools: string[];
  policy: PolicyKind;
  permissionMode: 'manual' | 'acceptEdits';
  skipPermissions: boolean;
  workspace: 'read-only' | 'writable';
  /** Relative to the top of the repository; `.` is the top itself. */
  workingDir: string;
  timeoutMinutes: number;
  budgetUsd: number;
  maxTurns: number;
  /** The least role that may start the agent. */
  invoke: InvokeRole;
  /** One of which they have to be in, too; empty: the role is enough. */
  teams: string[];
  /** How long its plan may wait for a person; null: as long as the operator says. */
  approvalMinutes: number | null;
  /** For how many hours an answer may be given again to the same task; null: never. */
  cacheHours: number | null;
  /** For how many hours the conversation of a run is kept, encrypted, to be continued; null: not at all. */
  sessionHours: number | null;
  triggers: TriggerName[];
  /** Which news of pull requests start it; null for none. */
  pullRequest: PullTrigger | null;
  env: string[];
  egress: string[];
  /** Megabytes that may pass through the proxy, both ways together. */
  egressMaxMb: number;
  /** What the agent is given of what its run is about. */
  context: PlannedContext;
  /** What the agent may hand back, with its limits. */
  outputs: PlannedOutput[];
  /** What the answer has to be; null for free text. */
  outputSchema: OutputSchema | null;
  /** Agents that it may start as its workers; empty for most. */
  mayDispatch: string[];
  /** The limits of these workers; null where it may start none. */
  fleet: PlannedFleet | null;
  /** It works for another agent of the run, which gets its answer; absent where it does not. */
  isWorker?: true;
  /** It works in a group of the run; absent where it does not. */
  inGroup?: true;
  /** It is a group, which our own code leads; absent for an agent. */
  group?: PlannedGroup;
  /** It proposes what it will do before it does it; absent where it does not. */
  requirePlan?: true;
  /** The proposal that it keeps to; absent where it has none. */
  proposal?: Proposal;
  /** What becomes of texts that look like secrets. */
  redact: RedactRules;
};
