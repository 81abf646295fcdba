import { stringField } from './field.ts';
import type { ToolCall } from './verdict.ts';

/** The argument that tells a person most about a call of each tool. */
const TELLING: Record<string, string> = {
  Read: 'file_path',
  Edit: 'file_path',
  Write: 'file_path',
  Grep: 'pattern',
  Glob: 'pattern',
  Bash: 'command',
  WebFetch: 'url',
  Agent: 'prompt',
};

/** The field of a tool's input that tells most about a call, or undefined for a tool not known here. */
export function tellingField(tool: string): string | undefined {
  return Object.hasOwn(TELLING, tool) ? TELLING[tool] : undefined;
}

const LONGEST = 200;

/** A call's input as one short line for people: its telling argument, or its JSON. Not redacted. */
export function describeInput(call: Pick<ToolCall, 'tool' | 'input'>): string {
  const field = tellingField(call.tool);
  const telling = field === undefined ? undefined : stringField(call.input, field);
  const text = (telling ?? JSON.stringify(call.input) ?? '').replace(/\s+/g, ' ');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)} … (${text.length} characters)`;
}

/** A path or pattern that an agent wrote, on one line and no longer than people read. Not redacted. */
export function shownPath(path: string): string {
  const line = path.replaceAll(/[\p{Cc}\u2028\u2029]/gu, '�');
  return line.length <= 120 ? line : `${line.slice(0, 120)}…`;
}
