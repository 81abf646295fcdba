import type { McpArgument } from '../config/mcp-servers.ts';

/** A tool of an MCP server, by the name that the CLI gives it, with the only arguments it is called with. */
export type McpTool = {
  name: string;
  /** What the server's words about it must hash to; null when the profile does not say. */
  sha256: string | null;
  input: Readonly<Record<string, McpArgument>>;
};

/** A program of the profile that runs in the cage and offers tools. */
export type McpServer = { name: string; command: readonly string[]; tools: readonly McpTool[] };

/** Whether a server may say of a tool what nobody here has read. */
export function isUnpinned({ tools }: Pick<McpServer, 'tools'>): boolean {
  return tools.some(({ sha256 }) => sha256 === null);
}
