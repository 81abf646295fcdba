import type { Advice } from './advice.ts';
import { McpArgument, WrittenMcpServer, WrittenMcpTool } from './mcp-servers.ts';
import type { Path } from './problem.ts';

const types = 'string, strings, integer, number or boolean';

/** Below `mcp_servers`, the keys that stand at each depth: names at 1, 3 and 5, ours at 2, 4 and 6. */
const wants: Record<string, string> = {
  command: 'a list of 1 to 32 words, such as [node, tools/notes.mjs]',
  tools: 'a mapping of every tool that the server offers: its name, then its keys',
  sha256: '64 hex digits in lower case, as the log of a run shows them',
  input: 'a mapping of the arguments: the name, then such as { type: string, max_length: 200 }; {} for none',
  type: types,
  max_length: 'a whole number from 0 to 100000',
  max_items: 'a whole number from 0 to 100000',
  enum: 'a list of texts',
  pattern: 'a regular expression of at most 200 characters without parentheses',
  min: 'a number',
  max: 'a number',
  optional: 'true or false',
};

/** The part of a path that leads into an agent's MCP servers, or null for another one. */
function within(path: Path): Path | null {
  return path[0] === 'agents' && path[2] === 'mcp_servers' ? path.slice(3) : null;
}

/** The advice for a place within `mcp_servers`; undefined for another one. */
export function mcpAdvice(path: Path): Advice | undefined {
  const inside = within(path);
  if (inside === null) return undefined;
  if (inside.length === 0) return { wants: 'a mapping of MCP servers: the name, then `command` and `tools`' };
  // The items of a list are told by the key of the list.
  const key = inside.findLast((part) => typeof part === 'string');
  const isName = inside.length % 2 === 1 && typeof inside.at(-1) === 'string';
  if (!isName) return { wants: wants[String(key)] ?? 'one of the known keys' };
  const depth = inside.length;
  return {
    wants:
      depth === 1
        ? '`command` and `tools`'
        : depth === 3
          ? '`input` and perhaps `sha256`'
          : `a type: ${types}`,
  };
}

/** The keys that may stand at a place within `mcp_servers`; undefined for another place. */
export function mcpKeys(path: Path): string[] | undefined {
  switch (within(path)?.length) {
    case 1:
      return Object.keys(WrittenMcpServer.shape);
    case 3:
      return Object.keys(WrittenMcpTool.shape);
    case 5:
      return [...new Set(McpArgument.options.flatMap((option) => Object.keys(option.shape)))];
    default:
      return undefined;
  }
}

/** What is wrong with a name within `mcp_servers`, and what to write; undefined for another place. */
export function badMcpName(path: Path): { what: string; remedy: string } | undefined {
  switch (within(path)?.length) {
    case 1:
      return {
        what: 'an MCP server',
        remedy:
          'Use lower-case ASCII letters, digits and hyphens, starting with a letter, at most 31 characters; `dispatch` is taken.',
      };
    case 3:
      return {
        what: 'an MCP tool',
        remedy:
          'Write it as the server does: ASCII letters, digits, hyphens and underscores, at most 64 characters.',
      };
    case 5:
      return {
        what: 'an argument of an MCP tool',
        remedy:
          'Write it as the server does: ASCII letters, digits, hyphens and underscores, at most 64 characters.',
      };
    default:
      return undefined;
  }
}
