import { superviseRun } from '../../../edge/claude/supervise.ts';
import type { Supervised, Supervision } from '../../../edge/claude/supervision.ts';

/* A shell script that plays the CLI: it can do what the real one does not. */

const VERSION = '9.9.9';

/** A plan of an agent with these tools, all of them allowed. */
export function planOf(tools: string[]): Supervision['plan'] {
  return {
    model: 'claude-opus-5-5',
    tools,
    allowedTools: tools,
    disallowedTools: [],
    taintedTools: tools,
    policy: 'allow_list',
    permissionMode: 'manual',
    maxTurns: 3,
    budgetUsd: 1,
    timeoutMinutes: 0.2,
    egress: [],
  };
}

/** The CLI's lines, each with what a test varies. */
export const lineOf = {
  init: (plan: Supervision['plan']) => ({
    type: 'system',
    subtype: 'init',
    tools: plan.tools.toSorted(),
    model: plan.model,
    permissionMode: 'default',
    claude_code_version: VERSION,
  }),
  call: (id: string, name: string, input: object) => ({
    type: 'assistant',
    message: { content: [{ type: 'tool_use', id, name, input }] },
  }),
  asks: (id: string, tool: string, input: object) => ({
    type: 'control_request',
    request_id: `r-${id}`,
    request: { subtype: 'can_use_tool', tool_name: tool, tool_use_id: id, input },
  }),
  ended: (id: string, is_error = false, content = 'x') => ({
    type: 'user',
    message: { content: [{ type: 'tool_result', tool_use_id: id, is_error, content }] },
  }),
  result: {
    type: 'result',
    subtype: 'success',
    is_error: false,
    terminal_reason: 'completed',
    result: 'Done.',
  },
};

/** Plays the lines to the real supervisor; for each `null` it first waits for one more line. `tail` is shell. */
export function playLines(
  lines: readonly (object | null)[],
  plan: Supervision['plan'],
  onNote: Supervision['onNote'],
  { tail = '', ...more }: Partial<Supervision> & { tail?: string } = {},
): Promise<Supervised> {
  const quoted = (line: object) => `printf '%s\\n' '${JSON.stringify(line).replaceAll("'", "'\\''")}'`;
  const script = [
    'read -r prompt',
    ...lines.map((line) => (line === null ? 'read -r answer' : quoted(line))),
    tail,
  ];
  return superviseRun({
    command: { program: '/bin/sh', args: ['-c', script.filter(Boolean).join('\n')] },
    prompt: 'look',
    plan,
    version: VERSION,
    cancelled: new AbortController().signal,
    alarms: [],
    canary: null,
    onNote,
    ...more,
  });
}
