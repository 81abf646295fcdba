import type { KindLimits } from './kinds/kind.ts';
import { isServed, type ServedName } from './kinds/table.ts';

/** A kind of output that an agent may hand back, with its limits. */
export type PlannedOutput = { kind: 'comment' | ServedName; limits: KindLimits };

/** The name of the server of our own tools; no MCP server of a profile may have it. */
export const OUTPUT_SERVER = 'dispatch';

/** How the names of its tools begin, as the CLI calls them. */
export const OWN_PREFIX = `mcp__${OUTPUT_SERVER}__`;

/** The name by which the CLI calls the tool of a kind. */
export function outputTool(kind: ServedName): string {
  return `${OWN_PREFIX}${kind}`;
}

/** The kind whose tool this is; null for any other tool. */
export function kindOfTool(tool: string): ServedName | null {
  const name = tool.startsWith(OWN_PREFIX) ? tool.slice(OWN_PREFIX.length) : '';
  return isServed(name) ? name : null;
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
