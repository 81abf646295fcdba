import { isMcpTool } from '../config/mcp-servers.ts';
import { outputTools, type PlannedOutput } from '../output/planned.ts';
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
  /** What the agent hands back; each kind but the last message is a tool of ours. */
  outputs?: readonly PlannedOutput[];
  /** Hosts that commands may reach. */
  egress: readonly string[];
};

type ToolPlan = Pick<LaunchPlan, 'tools' | 'disallowedTools' | 'outputs'>;

/** The tools that exist for the agent: those listed less those disallowed, in the profile's order, then our own. */
export function effectiveTools({ tools, disallowedTools, outputs }: ToolPlan): string[] {
  return [...tools.filter((tool) => !disallowedTools.includes(tool)), ...outputTools(outputs)];
}

/** Those of them that are the CLI's own. */
export function builtInTools(plan: ToolPlan): string[] {
  return effectiveTools(plan).filter((tool) => !isMcpTool(tool));
}
