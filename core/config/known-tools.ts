import { isMcpTool } from './mcp-servers.ts';

/** The tools an agent can be given; everything else the CLI offers is refused until we can judge it. */
export const knownTools = ['Read', 'Grep', 'Glob', 'Edit', 'Write', 'Bash', 'WebFetch', 'Agent'] as const;
export type Tool = (typeof knownTools)[number];

/** Tools whose calls change files: an agent that has one gets a writable copy of the repository. */
export const writingTools: readonly string[] = ['Edit', 'Write', 'Bash'];

const REACHING: readonly string[] = ['Bash', 'WebFetch'];

/** Whether a tool can use the way out that `egress` opens. An MCP server is a program in the cage, as a command is. */
export function isReaching(tool: string): boolean {
  return REACHING.includes(tool) || isMcpTool(tool);
}

/** Whether an agent with these tools and hosts reaches the hosts. */
export function reachesHosts(tools: readonly string[], egress: readonly string[]): boolean {
  return egress.length > 0 && tools.some(isReaching);
}
