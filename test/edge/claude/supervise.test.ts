import { describe, expect, test } from 'vitest';
import { superviseRun, type Note, type Supervision } from '../../../edge/claude/supervise.ts';

const plan: Supervision['plan'] = {
  model: 'claude-test',
  tools: ['Read'],
  allowedTools: ['Read'],
  disallowedTools: [],
  permissionMode: 'manual',
  maxTurns: 3,
  budgetUsd: 1,
  timeoutMinutes: 1,
};

const init = {
  type: 'system',
  subtype: 'init',
  tools: ['Read'],
  mcp_servers: [],
  model: 'claude-test',
  permissionMode: 'default',
  claude_code_version: '1.2.3',
};
const inside = { file_path: '/workspace/a.ts' };
const outside = { file_path: '/etc/passwd' };
const call = (id: string, input: object) => ({
  type: 'assistant',
  message: { content: [{ type: 'tool_use', id, name: 'Read', input }] },
});
const question = (id: string, input: object) => ({
  type: 'control_request',
  request_id: `request-${id}`,
  request: { subtype: 'can_use_tool', tool_name: 'Read', tool_use_id: id, input },
});
const callResult = (id: string, isError = false) => ({
  type: 'user',
  message: { content: [{ type: 'tool_result', tool_use_id: id, is_error: isError, content: 'text' }] },
});
const result = { type: 'result', subtype: 'success', is_error: false, result: 'Done.' };

/** Stands for a line of 17 MiB, which the CLI makes by itself: no command line is that long. */
const FLOOD = 'flood';

/**
 * A CLI that writes these lines one after the other and, after a question, waits for the answer, which
 * it repeats on stderr. It ends when its input ends; one that is not told to end is killed by the test's
 * time-out.
 */
function cli(lines: readonly (object | string)[]): Supervision['command'] {
  const script = `
    const lines = ${JSON.stringify(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))))};
    let heard = 0, next = 0;
    const say = () => {
      while (next < lines.length) {
        const line = lines[next++];
        process.stdout.write((line === ${JSON.stringify(FLOOD)} ? 'x'.repeat(17 << 20) : line) + '\\n');
        if (line.includes('control_request')) return;
      }
    };
    let text = '';
    process.stdin.on('data', (chunk) => {
      text += chunk;
      for (let end; (end = text.indexOf('\\n')) >= 0; text = text.slice(end + 1)) {
        if (heard++ > 0) process.stderr.write(text.slice(0, end + 1));
        say();
      }
    });
    process.stdin.on('end', () => process.exit(0));`;
  return { program: process.execPath, args: ['--eval', script] };
}

async function supervise(lines: readonly (object | string)[], onNote: (note: Note) => void = () => {}) {
  const notes: Note[] = [];
  const run = await superviseRun({
    command: cli(lines),
    prompt: 'look',
    plan,
    version: '1.2.3',
    cancelled: AbortSignal.timeout(10_000),
    onNote(note) {
      notes.push(note);
      onNote(note);
    },
  });
  return { ...run, notes, kinds: notes.map(({ kind }) => kind) };
}

describe('a run as planned', () => {
  test('is judged call by call and ends with its result', async () => {
    const run = await supervise([
      init,
      call('a', inside),
      question('a', inside),
      callResult('a'),
      call('b', outside),
      question('b', outside),
      callResult('b', true),
      result,
    ]);
    expect(run).toMatchObject({ exitCode: 0, stopped: null, cancelled: false, timedOut: false });
    expect(run.results).toMatchObject([{ text: 'Done.' }]);
    expect(run.kinds).toEqual(['started', 'asked', 'ended', 'asked', 'ended']);
    const answers = run.stderrTail
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { response: object });
    expect(answers.map(({ response }) => response)).toEqual([
      {
        subtype: 'success',
        request_id: 'request-a',
        response: { behavior: 'allow', updatedInput: inside },
      },
      {
        subtype: 'success',
        request_id: 'request-b',
        response: { behavior: 'deny', message: expect.stringContaining('inside-workspace') as string },
      },
    ]);
  });

  test('notes what the CLI refused by itself, with the rule that would have refused it', async () => {
    const run = await supervise([init, call('a', outside), callResult('a', true), result]);
    expect(run.stopped).toBeNull();
    expect(run.notes).toContainEqual(
      expect.objectContaining({
        kind: 'denied',
        verdict: expect.objectContaining({ rule: 'inside-workspace' }) as unknown,
      }),
    );
  });
});

describe('a run is ended', () => {
  test.each([
    ['whose call ran without a question', [init, call('a', inside), callResult('a')], 'unmediated-call'],
    [
      'whose call ran although it was refused',
      [init, call('a', outside), question('a', outside), callResult('a')],
      'unmediated-call',
    ],
    [
      'whose refused call was asked about again, with a better input',
      [init, call('a', outside), question('a', outside), question('a', inside), callResult('a')],
      'unmediated-call',
    ],
    ['whose result is of a call that nobody made', [init, callResult('z')], 'unmediated-call'],
    ['that started with another tool', [{ ...init, tools: ['Read', 'Bash'] }], 'not-as-planned'],
    ['that started with an MCP server', [{ ...init, mcp_servers: [{ name: 'x' }] }], 'not-as-planned'],
    ['of another version', [{ ...init, claude_code_version: '1.2.4' }], 'not-as-planned'],
    ['of another model', [{ ...init, model: 'claude-other' }], 'not-as-planned'],
    ['that asks for no permission', [{ ...init, permissionMode: 'bypassPermissions' }], 'not-as-planned'],
    ['that writes a line of more than 16 MiB', [init, FLOOD], 'line-too-long'],
  ])('%s', async (_, lines, code) => {
    const { stopped, kinds, exitCode } = await supervise([...lines, result]);
    expect(stopped).toMatchObject({ code });
    expect(exitCode).toBeNull();
    expect(kinds.at(-1)).toBe('stopped');
  });

  test('when what it asks cannot be recorded, and the question stays without an answer', async () => {
    const run = await supervise([init, call('a', inside), question('a', inside), result], (note) => {
      if (note.kind === 'asked') throw new Error('disk full');
    });
    expect(run.stopped).toMatchObject({
      code: 'record-failed',
      because: expect.stringContaining('disk full') as string,
    });
    expect(run).toMatchObject({ exitCode: null, stderrTail: '', results: [] });
  });

  test('when it is cancelled, and when it was cancelled before it began', async () => {
    for (const cancelled of [AbortSignal.timeout(300), AbortSignal.abort()]) {
      const run = await superviseRun({
        command: cli([init]),
        prompt: 'look',
        plan,
        version: '1.2.3',
        cancelled,
        onNote: () => {},
      });
      expect(run).toMatchObject({ cancelled: true, exitCode: null, timedOut: false });
    }
  });

  test('when its time is over', async () => {
    const run = await superviseRun({
      command: cli([init]),
      prompt: 'look',
      plan: { ...plan, timeoutMinutes: 0.005 },
      version: '1.2.3',
      cancelled: new AbortController().signal,
      onNote: () => {},
    });
    expect(run).toMatchObject({ timedOut: true, cancelled: false, exitCode: null });
  });
});

test('a question before the CLI said what it started with is answered with no', async () => {
  const run = await supervise([question('a', inside), init, result]);
  expect(run.notes[0]).toMatchObject({ kind: 'asked', verdict: { allow: false, rule: 'not-started' } });
  expect(run.stderrTail).toContain('"behavior":"deny"');
});

test('a control request that we do not serve is told so', async () => {
  const run = await supervise([
    init,
    { type: 'control_request', request_id: 'r', request: { subtype: 'mcp_message' } },
    result,
  ]);
  expect(run.stopped).toBeNull();
  expect(run.stderrTail).toContain('mcp_message is not served here');
});
