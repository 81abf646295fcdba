import type { StatedPrice } from '../pricing/own-price.ts';
import type { WrittenMcpServers } from './mcp-servers.ts';
import type { PlannedContext } from './context.ts';
import type { PlannedFleet } from './fleet.ts';
import type { PlannedGroup } from './group.ts';
import type { OutputSchema } from './output-schema.ts';
import type { PlannedOutput } from '../output/planned.ts';
import type { PresetName } from './presets.ts';
import type { PullTrigger, TriggerName } from './triggers.ts';

/** How the calls of an agent are decided before the rules on their arguments. */
export type PolicyKind = 'allow_list' | 'allow_all' | 'deny_list' | 'deny_all' | 'require_approval';

/** The least role that may start an agent. `read` is missing on purpose: anyone can read a public repository. */
export type InvokeRole = 'triage' | 'write' | 'maintain' | 'admin';

/** One agent with `defaults` and the built-in defaults merged in: every field has its final value. */
export type Agent = {
  description: string;
  /** Exactly one of the two prompts is present. */
  system_prompt?: string;
  system_prompt_file?: string;
  model: string;
  price?: StatedPrice;
  preset?: PresetName;
  /** Those of its MCP servers among them. */
  tools: string[];
  /** Tools by name, or some of their calls. */
  allowed_tools: string[];
  disallowed_tools: string[];
  /** Absent: the compiler decides. */
  tainted_tools?: string[];
  /** Servers of which a tool is left. */
  mcp_servers: WrittenMcpServers;
  policy: PolicyKind;
  permission_mode: 'manual' | 'acceptEdits';
  skip_permissions: boolean;
  require_sandbox: true;
  /** Relative to the top of the repository; `.` is the top itself. */
  working_dir: string;
  timeout_minutes: number;
  budget_usd: number;
  max_turns: number;
  invoke: InvokeRole;
  /** `organisation/slug`; empty: the role is enough. */
  teams: string[];
  /** Absent: as long as the operator says. */
  approval_minutes?: number;
  /** Absent: an answer is good for its own job only. */
  cache_hours?: number;
  /** Absent: no conversation is kept. */
  session_hours?: number;
  triggers: TriggerName[];
  /** Which news of pull requests start it; null where `triggers` does not hold them. */
  pull_request: PullTrigger | null;
  /** What it is given of what a run is about. */
  context: PlannedContext;
  /** Every limit has its value. */
  outputs: PlannedOutput[];
  /** Absent: free text. */
  output_schema?: OutputSchema;
  /** Agents that it may start as its workers. */
  may_dispatch: string[];
  /** Null where it may start none. */
  fleet: PlannedFleet | null;
  /** It proposes a plan that a person has to agree to before it does anything. */
  require_plan: boolean;
  env: string[];
  egress: string[];
  egress_max_mb: number;
  /** It is a group, which our own code leads; absent for an agent. */
  group?: PlannedGroup;
};
