/** One entry of `allowed_tools` or `disallowed_tools`: a tool, and which of its calls; null for all of them. */
export type ToolRule = { tool: string; pattern: string | null };

/** Reads `Bash`, `Bash(git log *)` or `Read(src/**)`. */
export function readToolRule(text: string): ToolRule {
  const [, tool = text, pattern] = /^([^(]+)\((.*)\)$/s.exec(text) ?? [];
  return { tool, pattern: pattern === undefined || pattern === '*' ? null : pattern };
}

/** What the entries say of one tool: their patterns, `*` for one that takes all of its calls. */
export function patternsOf(entries: readonly string[], tool: string): string[] {
  return entries
    .map(readToolRule)
    .filter((rule) => rule.tool === tool)
    .map(({ pattern }) => pattern ?? '*');
}

/** Whether any entry is about a tool. */
export function names(entries: readonly string[], tool: string): boolean {
  return entries.some((entry) => readToolRule(entry).tool === tool);
}
