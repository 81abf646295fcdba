import type { McpServer, McpTool } from '../policy/mcp-server.ts';
import type { DiffLine, Mark } from './diff-line.ts';

/** What changed in the programs of an agent's MCP servers and in what is known of their tools. */
export function diffMcpServers(base: readonly McpServer[], head: readonly McpServer[]): DiffLine[] {
  const lost = base.filter(({ name }) => !head.some((server) => server.name === name));
  return [
    ...head.flatMap((server) => {
      const before = base.find(({ name }) => name === server.name);
      return before === undefined ? [line('expansion', `+ ${words(server)}`)] : diffServer(before, server);
    }),
    ...lost.map((server) => line('narrowing', `- ${words(server)}`)),
  ];
}

function diffServer(base: McpServer, head: McpServer): DiffLine[] {
  const [before, after] = [words(base), words(head)];
  return [
    ...(before === after ? [] : [line('change', `${before} → ${after}`)]),
    ...head.tools.flatMap((tool) => {
      const old = base.tools.find(({ name }) => name === tool.name);
      return old === undefined ? [] : diffTool(old, tool);
    }),
  ];
}

/** Tools that came or went are told with the agent's other tools. */
function diffTool(base: McpTool, head: McpTool): DiffLine[] {
  const sameInput = JSON.stringify(base.input) === JSON.stringify(head.input);
  return [
    ...(base.sha256 === head.sha256 ? [] : [pinLine(base.sha256, head)]),
    ...(sameInput ? [] : [line('change', `${head.name}: input changed`)]),
  ];
}

function pinLine(before: string | null, { name, sha256 }: McpTool): DiffLine {
  if (sha256 === null) return line('expansion', `${name}: no longer pinned`);
  return before === null ? line('narrowing', `${name}: pinned`) : line('change', `${name}: pinned anew`);
}

function line(mark: Mark, text: string): DiffLine {
  return { mark, what: 'mcp_servers', text };
}

function words({ name, command }: McpServer): string {
  return `${name}: ${JSON.stringify(command)}`;
}
