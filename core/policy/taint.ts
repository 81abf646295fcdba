import { reachesHosts } from '../config/known-tools.ts';
import type { PolicyPlan } from './limits.ts';
import { isUnpinned } from './mcp-server.ts';
import type { ToolCall } from './verdict.ts';

/** What a call that is made brings into the agent's sight that nobody here wrote, in words; null for nothing of it. */
export function taintOfCall(
  { tool }: Pick<ToolCall, 'tool'>,
  { egress = [], mcpServers = [] }: PolicyPlan,
): string | null {
  const server = mcpServers.find(({ tools }) => tools.some(({ name }) => name === tool));
  if (server !== undefined && isUnpinned(server)) return `what the MCP server ${server.name} answered`;
  return reachesHosts([tool], egress) ? 'what hosts on the internet answered' : null;
}
