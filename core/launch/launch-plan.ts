import { isMcpTool } from '../config/mcp-servers.ts';
import { ownTools, type OwnToolPlan } from './own-tools.ts';
import type { McpServer } from '../policy/mcp-server.ts';

/** The slice of a plan that launching needs. A `Plan` is one. Times in minutes, money in US dollars. */
export type LaunchPlan = OwnToolPlan & {
  model: string;
  tools: readonly string[];
  disallowedTools: readonly string[];
  permissionMode: 'manual' | 'acceptEdits';
  maxTurns: number;
  budgetUsd: number;
  timeoutMinutes: number;
  /** Servers that the CLI starts beside itself; none when absent. */
  mcpServers?: readonly McpServer[];
  /** Hosts that commands may reach. */
  egress: readonly string[];
};

type ToolPlan = OwnToolPlan & Pick<LaunchPlan, 'tools' | 'disallowedTools'>;

/** The tools that exist for the agent: those listed less those disallowed, in the profile's order, then our own. */
export function effectiveTools(plan: ToolPlan): string[] {
  const { tools, disallowedTools } = plan;
  return [...tools.filter((tool) => !disallowedTools.includes(tool)), ...ownTools(plan)];
}

/** Those of them that are the CLI's own. */
export function builtInTools(plan: ToolPlan): string[] {
  return effectiveTools(plan).filter((tool) => !isMcpTool(tool));
}
