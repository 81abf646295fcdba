import { expect, test } from 'vitest';
import type { Note } from '../../../edge/claude/supervision.ts';
import { superviseRun } from '../../../edge/claude/supervise.ts';

/* Once a call has brought in what strangers wrote, the calls after it are judged as those of an agent that read it. */

const tools = ['Read', 'Bash', 'WebFetch'];
const plan = {
  model: 'claude-opus-5-5',
  tools,
  allowedTools: tools,
  disallowedTools: [],
  taintedTools: ['Read', 'WebFetch'],
  policy: 'allow_list' as const,
  permissionMode: 'manual' as const,
  maxTurns: 3,
  budgetUsd: 1,
  timeoutMinutes: 0.2,
  egress: ['docs.example.com'],
};
const init = {
  type: 'system',
  subtype: 'init',
  tools,
  model: plan.model,
  permissionMode: 'default',
  claude_code_version: '9.9.9',
};
const asks = (id: number, tool_name: string, input: object) => ({
  type: 'control_request',
  request_id: `r${id}`,
  request: { subtype: 'can_use_tool', tool_name, tool_use_id: `t${id}`, input },
});
const fetches = (id: number, host: string) => asks(id, 'WebFetch', { url: `https://${host}/`, prompt: 'x' });
const result = {
  type: 'result',
  subtype: 'success',
  is_error: false,
  terminal_reason: 'completed',
  result: 'Done.',
};

async function play(questions: object[], egress = plan.egress) {
  const said = [init, ...questions, result].map((line) => {
    const say = `printf '%s\\n' '${JSON.stringify(line)}'`;
    return questions.includes(line) ? `${say}; read -r answer` : say;
  });
  const verdicts: string[] = [];
  const run = await superviseRun({
    command: { program: '/bin/sh', args: ['-c', ['read -r prompt', ...said].join('\n')] },
    prompt: 'look',
    plan: { ...plan, egress },
    version: '9.9.9',
    cancelled: new AbortController().signal,
    alarms: [],
    canary: null,
    onNote: (note: Note) =>
      note.kind === 'asked' && verdicts.push(note.verdict.allow ? 'allow' : note.verdict.rule),
  });
  return { verdicts, taint: run.taint };
}

const bash = (id: number) => asks(id, 'Bash', { command: 'npm test' });

test('a page that was fetched taints the run, and it stays so', async () => {
  const { verdicts, taint } = await play([
    fetches(1, 'docs.example.com'),
    bash(2),
    fetches(3, 'docs.example.com'),
    bash(4),
  ]);
  expect(verdicts).toEqual(['allow', 'untainted-tool', 'allow', 'untainted-tool']);
  expect(taint).toEqual(['what hosts on the internet answered']);
});

test('a command that may have read from a host taints it, too', async () => {
  expect((await play([bash(1), bash(2)])).verdicts).toEqual(['allow', 'untainted-tool']);
});

test('a call that was refused, and one that stays in the cage, taint nothing', async () => {
  const refused = await play([fetches(1, 'evil.example'), asks(2, 'Read', { file_path: 'a' })]);
  expect(refused).toEqual({ verdicts: ['web-hosts', 'allow'], taint: [] });
  expect(await play([bash(1), bash(2)], [])).toEqual({ verdicts: ['allow', 'allow'], taint: [] });
});
