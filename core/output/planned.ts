import type { KindLimits } from './kinds/kind.ts';
import { isServed, type ServedName } from './kinds/table.ts';

/** A kind of output that an agent may hand back, with its limits. */
export type PlannedOutput = { kind: 'comment' | ServedName; limits: KindLimits };

/** The name of the server of our own tools; no MCP server of a profile may have it. */
export const OUTPUT_SERVER = 'dispatch';

const PREFIX = `mcp__${OUTPUT_SERVER}__`;

/** The name by which the CLI calls the tool of a kind. */
export function outputTool(kind: ServedName): string {
  return `${PREFIX}${kind}`;
}

/** The kind whose tool this is; null for any other tool. */
export function kindOfTool(tool: string): ServedName | null {
  const name = tool.startsWith(PREFIX) ? tool.slice(PREFIX.length) : '';
  return isServed(name) ? name : null;
}

/** Whether a tool is one of ours, served over the agent's own pipe. */
export function isOwnTool(tool: string): boolean {
  return tool.startsWith(PREFIX);
}

/** Those of the outputs that are served as tools. */
export function servedOutputs(
  outputs: readonly PlannedOutput[] = [],
): { kind: ServedName; limits: KindLimits }[] {
  return outputs.flatMap(({ kind, limits }) => (kind === 'comment' ? [] : [{ kind, limits }]));
}

/** The names of the tools that an agent with these outputs has. */
export function outputTools(outputs: readonly PlannedOutput[] = []): string[] {
  return servedOutputs(outputs).map(({ kind }) => outputTool(kind));
}
