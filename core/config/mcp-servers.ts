import { z } from 'zod';

const toolName = '[A-Za-z][A-Za-z0-9_-]{0,63}';
/** `dispatch` names the server of our own tools. */
const serverName = '(?!dispatch(?:$|__))[a-z][a-z0-9-]{0,30}';

/** An MCP tool by its exact name, as the CLI calls it. A server's name has no underscore, so there is one reading. */
export const mcpToolName = `mcp__${serverName}__${toolName}`;

const length = z.int().min(0).max(100_000).optional();
const amount = z.number().optional();
const optional = z.boolean().optional().describe('true: a call may leave it out.');
const words = {
  max_length: length.describe('Most characters. Default: 1000, and 256 where there is a pattern.'),
  enum: z
    .array(z.string().max(1000))
    .min(1)
    .max(200)
    .meta({ uniqueItems: true })
    .optional()
    .describe('The only values.'),
  pattern: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^()]*$/)
    .optional()
    .describe('A regular expression for the whole value: no parentheses, at most three of * + ? {.'),
  optional,
};

/** What one argument of an MCP tool may be. */
export const McpArgument = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('string'), ...words }),
  z.strictObject({ type: z.literal('strings'), max_items: length.describe('Default: 100.'), ...words }),
  z.strictObject({ type: z.literal('integer'), min: amount, max: amount, optional }),
  z.strictObject({ type: z.literal('number'), min: amount, max: amount, optional }),
  z.strictObject({ type: z.literal('boolean'), optional }),
]);
export type McpArgument = z.infer<typeof McpArgument>;

/** A tool as a profile declares it. */
export const WrittenMcpTool = z.strictObject({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe(
      'Pins what the server says of the tool: SHA-256 of the canonical JSON of {description, input_schema}.',
    ),
  input: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/), McpArgument)
    .describe('The arguments by name; others are refused.'),
});

/** A server as a profile declares it. */
export const WrittenMcpServer = z.strictObject({
  command: z
    .array(z.string().min(1).max(1000))
    .min(1)
    .max(32)
    .describe('The program and its arguments; started in the cage, in working_dir, without a shell.'),
  tools: z
    .record(z.string().regex(new RegExp(`^${toolName}$`)), WrittenMcpTool)
    .describe('Every tool that the server offers; one that is not listed ends the run at its start.'),
});

/** `mcp_servers` of an agent. */
export const WrittenMcpServers = z.record(z.string().regex(new RegExp(`^${serverName}$`)), WrittenMcpServer);
export type WrittenMcpServers = z.infer<typeof WrittenMcpServers>;

/** The names of all tools that some servers offer, in the order of the file. */
export function mcpToolsOf(servers: Readonly<Record<string, { tools: object }>> = {}): string[] {
  return Object.entries(servers).flatMap(([server, { tools }]) =>
    Object.keys(tools).map((tool) => mcpName(server, tool)),
  );
}

/** The name by which the CLI calls a tool of a server. */
export function mcpName(server: string, tool: string): string {
  return `mcp__${server}__${tool}`;
}

/** Whether a name is one of an MCP tool. */
export function isMcpTool(tool: string): boolean {
  return tool.startsWith('mcp__');
}
