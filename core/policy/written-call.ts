import { tellingField } from './describe.ts';
import type { ToolCall } from './verdict.ts';

/** What a call of these tools needs besides its telling argument, so that it is a whole one. */
const REST: Readonly<Record<string, object>> = {
  Edit: { old_string: 'old', new_string: 'new' },
  Write: { content: 'text' },
  WebFetch: { prompt: 'What does it say?' },
  Agent: { description: 'a part of the task' },
};

/**
 * Reads a call as a person writes it: `Bash(git log -1)`, `Read(src/a.ts)`, `Glob(*.md)`, or with all of its
 * fields, `Grep({"pattern":"x","path":"src"})`. Returns what is wrong with it, as a sentence, when it is none.
 */
export function readWrittenCall(text: string): ToolCall | string {
  const [, tool, argument = '{}'] = /^\s*([A-Za-z][A-Za-z0-9_-]*)(?:\((.*)\))?\s*$/s.exec(text) ?? [];
  if (tool === undefined) return 'A call is written as Tool(argument), such as Bash(git log -1).';
  const input = objectIn(argument);
  if (input !== null) return { tool, input, actor: 'main' };
  const field = tellingField(tool);
  if (field === undefined)
    return `What ${tool} takes is not known here: write its input as an object, such as ${tool}({"field":"value"}).`;
  return { tool, input: { [field]: argument, ...REST[tool] }, actor: 'main' };
}

/** An argument may begin with a brace and be no object: `{ echo a; }` is a command, `{a,b}/*` a pattern. */
function objectIn(argument: string): Record<string, unknown> | null {
  if (!argument.trimStart().startsWith('{')) return null;
  try {
    return JSON.parse(argument) as Record<string, unknown>;
  } catch {
    return null;
  }
}
