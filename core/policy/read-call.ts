import { refuse, type Refusal } from '../refusal.ts';
import { readToolRule } from './tool-rule.ts';
import { isKnownTool, toolInputs, type KnownTool } from './tools.ts';
import type { ToolCall } from './verdict.ts';

/** The field that stands for a whole call when a person writes it in short. */
const MAIN_FIELD: Readonly<Record<KnownTool, string>> = {
  Read: 'file_path',
  Edit: 'file_path',
  Write: 'file_path',
  Glob: 'pattern',
  Grep: 'pattern',
  Bash: 'command',
};

/** What the short form leaves out of inputs that need more than one field. */
const REST: Partial<Record<KnownTool, object>> = {
  Edit: { old_string: 'a', new_string: 'b' },
  Write: { content: '' },
};

/** Reads a call as a person writes it: `Bash(git log)`, `Read(src/a.ts)`, or the whole input as JSON in the parentheses. */
export function readCall(text: string): ToolCall | Refusal {
  const { tool, pattern } = readToolRule(text.trim().endsWith(')') ? text.trim() : `${text.trim()}()`);
  if (!isKnownTool(tool))
    return refuse(
      'unknown-tool',
      `${JSON.stringify(tool)} is no tool whose calls are judged.`,
      `Write a call of one of ${Object.keys(toolInputs).join(', ')}, for example Bash(git log).`,
    );
  const argument = pattern ?? (text.includes('(*)') ? '*' : '');
  if (argument.startsWith('{')) {
    try {
      return { tool, input: JSON.parse(argument) as unknown, actor: 'main' };
    } catch {
      // Bash knows braces, too.
    }
  }
  return { tool, input: { [MAIN_FIELD[tool]]: argument, ...REST[tool] }, actor: 'main' };
}
