import type { OwnToolPlan } from '../launch/own-tools.ts';
import type { PolicyKind } from '../config/agent.ts';
import type { McpServer } from './mcp-server.ts';

/** The slice of a plan that judging needs. A `Plan` is one. */
export type PolicyPlan = OwnToolPlan & {
  tools: readonly string[];
  allowedTools: readonly string[];
  disallowedTools: readonly string[];
  taintedTools: readonly string[];
  policy: PolicyKind;
  /** Servers beside the CLI; none when absent. */
  mcpServers?: readonly McpServer[];
  /** Hosts that the agent may reach; none when absent. */
  egress?: readonly string[];
  timeoutMinutes: number;
  /** Where the agent starts, relative to the workspace; its top when absent. */
  workingDir?: string;
  /** The tools run whatever their arguments are. */
  skipPermissions?: boolean;
};
