import { isMcpTool } from '../config/mcp-servers.ts';
import type { McpServer } from '../policy/mcp-server.ts';

/** The slice of a plan that launching needs. A `Plan` is one. Times in minutes, money in US dollars. */
export type LaunchPlan = {
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

/** The tools that exist for the agent: those listed less those disallowed, in the profile's order. */
export function effectiveTools(plan: Pick<LaunchPlan, 'tools' | 'disallowedTools'>): string[] {
  return plan.tools.filter((tool) => !plan.disallowedTools.includes(tool));
}

/** Those of them that are the CLI's own. */
export function builtInTools(plan: Pick<LaunchPlan, 'tools' | 'disallowedTools'>): string[] {
  return effectiveTools(plan).filter((tool) => !isMcpTool(tool));
}
