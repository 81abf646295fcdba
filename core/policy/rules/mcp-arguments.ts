import { fitsPattern } from '../../config/argument-pattern.ts';
import { isMcpTool, type McpArgument } from '../../config/mcp-servers.ts';
import { isServedTool } from '../../launch/own-tools.ts';
import type { PolicyPlan } from '../limits.ts';
import type { McpTool } from '../mcp-server.ts';
import type { Rule } from '../rule.ts';

const LONGEST = 1000;
const MOST_ITEMS = 100;

/** A tool of an MCP server is called with the arguments that the profile writes down; what the server says counts for nothing. */
export const mcpArguments = {
  name: 'mcp-arguments',
  docs: {
    refuses: 'A call of an MCP tool with other arguments, or other values of them, than its `input` says.',
    why: 'What a server says of its tools and what it accepts is its own word; the profile’s word is the one that counts.',
    refused: { call: 'mcp__notes__search({"query":"todo","file":"/etc/passwd"})', profile: notes() },
    allowed: { call: 'mcp__notes__search({"query":"todo"})', profile: notes() },
    change: 'Add the argument to `input` of the tool in `mcp_servers`, or widen what it may be.',
  },
  check(call, plan) {
    // `output-arguments` judges our own.
    if (!isMcpTool(call.tool) || isServedTool(call.tool)) return 'pass';
    const tool = toolOf(plan, call.tool);
    if (tool === undefined)
      return {
        because: `${call.tool} is a tool that no MCP server of this agent declares.`,
        remedy: 'Use another tool.',
      };
    const misfit = misfitOf(call.input, tool.input);
    if (misfit === null) return 'pass';
    return {
      because: `${call.tool} was called with ${misfit}.`,
      remedy: `It takes ${Object.keys(tool.input).join(', ') || 'no arguments'}, within the limits of the profile.`,
    };
  },
} satisfies Rule;

function notes() {
  const input: McpTool['input'] = { query: { type: 'string', max_length: 200 } };
  const tool = { name: 'mcp__notes__search', sha256: null, input };
  return {
    tools: [tool.name],
    allowedTools: [tool.name],
    taintedTools: [tool.name],
    mcpServers: [{ name: 'notes', command: ['notes'], tools: [tool] }],
  };
}

function toolOf({ mcpServers = [] }: PolicyPlan, name: string): McpTool | undefined {
  return mcpServers.flatMap(({ tools }) => tools).find((tool) => tool.name === name);
}

/** What of an input does not fit, as part of a sentence; null for nothing. Never repeats a value. */
function misfitOf(input: unknown, known: McpTool['input']): string | null {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return 'no mapping of arguments';
  const given = new Map<string, unknown>(Object.entries(input));
  const foreign = [...given.keys()].find((name) => !Object.hasOwn(known, name));
  if (foreign !== undefined)
    return `the argument ${JSON.stringify(foreign.slice(0, 80))}, which it does not take`;
  for (const [name, argument] of Object.entries(known)) {
    if (!given.has(name) && argument.optional !== true) return `no ${name}`;
    if (given.has(name) && !fits(given.get(name), argument)) return `a value of ${name} that does not fit`;
  }
  return null;
}

function fits(value: unknown, argument: McpArgument): boolean {
  switch (argument.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isSafeInteger(value) && within(value as number, argument);
    case 'number':
      return Number.isFinite(value) && within(value as number, argument);
    case 'string':
      return isText(value, argument);
    case 'strings':
      return (
        Array.isArray(value) &&
        value.length <= (argument.max_items ?? MOST_ITEMS) &&
        value.every((item) => isText(item, argument))
      );
  }
}

function within(
  value: number,
  { min = -Infinity, max = Infinity }: { min?: number | undefined; max?: number | undefined },
) {
  return value >= min && value <= max;
}

type Words = Extract<McpArgument, { type: 'string' | 'strings' }>;

function isText(value: unknown, { max_length, enum: only, pattern }: Words): boolean {
  if (typeof value !== 'string') return false;
  // What is held against a pattern has a bound of its own there.
  if (value.length > (max_length ?? LONGEST)) return false;
  if (only !== undefined && !only.includes(value)) return false;
  return pattern === undefined || fitsPattern(pattern, value);
}
