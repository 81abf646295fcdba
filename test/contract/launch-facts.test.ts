import { beforeAll, describe, expect, test } from 'vitest';
import { ModelRequest } from '../../core/model-request/schema.ts';
import { allow, converse, reply, type Conversation, type Line } from './conversation.ts';

/*
 * More of what we rely on in the pinned CLI, one test a fact, seen without the cage and without our supervisor:
 * the launch recipe, the questions, the endings.
 */

const read = { tool: 'Read', input: { file_path: 'a.txt' } };
const bash = (command: string) => ({ tool: 'Bash', input: { command } });
/** All results of calls that the model was told of. */
const results = (talk: Conversation) => {
  const body = talk.requests.at(-1)?.body as { messages?: { content: unknown }[] } | null;
  const blocks = (body?.messages ?? []).flatMap(({ content }) => (Array.isArray(content) ? content : []));
  return (blocks as Record<string, unknown>[]).filter((one) => one['type'] === 'tool_result');
};

describe('one conversation of two messages', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await converse(
      {
        turns: [
          { calls: [read, bash('printenv | cut -d= -f1 | sort | tr "\\n" ","')] },
          { text: 'One.' },
          { text: 'Two.' },
        ],
      },
      { messages: ['Task: first', 'Task: second'], plan: { maxTurns: 2 } },
    );
  }, 60_000);
  const first = () => talk.requests.find((one) => one.path.startsWith('/v1/messages'))!;
  const body = () => first().body as ModelRequest;

  test('the request is one that the broker lets through', () => {
    expect(ModelRequest.safeParse(body()).error).toBeUndefined();
  });
  test('only POST /v1/messages?beta=true is asked of the API', () => {
    expect(new Set(talk.requests.map(({ method, path }) => `${method} ${path}`))).toEqual(
      new Set(['POST /v1/messages?beta=true']),
    );
  });
  test('what the CLI is given as a key goes into x-api-key', () => {
    expect(first().headers['x-api-key']).toBe('dummy-agent-token');
    expect(first().headers['authorization']).toBeUndefined();
  });
  test('CLAUDE_CODE_MAX_OUTPUT_TOKENS is max_tokens exactly', () => {
    expect(body().max_tokens).toBe(4321);
  });
  test('the model is asked for by the name that --model gave', () => {
    expect(body().model).toBe('claude-opus-5-5');
  });
  test('--system-prompt-file is part of the system prompt', () => {
    expect(JSON.stringify(body().system)).toContain('SYSTEM-PROMPT-OF-THE-PROFILE');
  });
  test('nothing of the machine goes along: no user, host or path of the checkout but its folder', () => {
    expect(JSON.stringify(body().metadata)).not.toMatch(/root|@|localhost/);
  });
  test('init names the tools, the model, the mode and the version before anything is asked', () => {
    const [init] = talk.of('system/init');
    expect(talk.lines.findIndex((line) => line['subtype'] === 'init')).toBeLessThan(
      talk.lines.findIndex((line) => line['type'] === 'control_request'),
    );
    expect(init).toMatchObject({
      tools: expect.arrayContaining(['Bash', 'Read']),
      model: 'claude-opus-5-5',
      permissionMode: 'default',
      claude_code_version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      mcp_servers: [],
    });
  });
  test('--tools is the whole list: no other tool is there', () => {
    expect((talk.of('system/init')[0]!['tools'] as string[]).toSorted()).toEqual([
      'Bash',
      'Edit',
      'Glob',
      'Grep',
      'Read',
      'Write',
    ]);
  });
  test('a second message begins a turn of its own in the same conversation, with its own init and result', () => {
    expect(talk.of('system/init')).toHaveLength(2);
    expect(talk.of('result').map((line) => line['result'])).toEqual(['One.', 'Two.']);
  });
  test('--max-turns counts for each message by itself', () => {
    expect(talk.of('result').map((line) => line['subtype'])).toEqual(['success', 'success']);
    expect(talk.code).toBe(0);
  });
  test('a command sees our variables and those of the CLI itself, and nothing else', () => {
    const names = JSON.stringify(results(talk));
    expect(names).not.toMatch(/GITHUB|RUNNER|ACTIONS|INPUT_|SECRET|VITEST/);
  });
  test('--no-session-persistence leaves no transcript in HOME', () => {
    expect(talk.home).not.toMatch(/\.jsonl/);
  });
});

describe('a question', () => {
  const turns = { turns: [{ calls: [bash('echo RAN-IT')] }, { text: 'Done.' }] };
  const ran = (talk: Conversation) =>
    JSON.stringify(results(talk)).includes('RAN-IT\\n') || JSON.stringify(results(talk)).includes('"RAN-IT"');

  test('that is allowed runs (else the tests below prove nothing)', async () => {
    expect(ran(await converse(turns, { answer: (line) => allow(line) }))).toBe(true);
  });
  test.each<[string, (line: Line) => object]>([
    ['denied', (line) => reply(line, { behavior: 'deny', message: 'WORDS-OF-THE-REFUSAL' })],
    [
      'answered with an error',
      (line) => ({
        type: 'control_response',
        response: { subtype: 'error', request_id: line.request_id, error: 'no' },
      }),
    ],
    ['answered with another behaviour', (line) => reply(line, { behavior: 'perhaps' })],
    ['answered with nothing', (line) => reply(line, null)],
    ['answered by the end of our stream', () => ({ instead: 'close' })],
  ])('that is %s does not run', async (_how, answer) => {
    const talk = await converse(turns, { answer });
    expect(ran(talk)).toBe(false);
  });
  test('that is denied tells the model our words', async () => {
    const deny = (line: Line) => reply(line, { behavior: 'deny', message: 'WORDS-OF-THE-REFUSAL' });
    expect(JSON.stringify(results(await converse(turns, { answer: deny })))).toContain(
      'WORDS-OF-THE-REFUSAL',
    );
  });
  test('that is not answered waits, and runs nothing', async () => {
    const talk = await converse(turns, { answer: () => ({ instead: 'silence' }), withinMs: 4000 });
    expect([talk.code, talk.of('result').length, ran(talk)]).toEqual([null, 0, false]);
  });
});

describe('an answer of the API', () => {
  test.each([401, 402, 403, 413])(
    '%i that says x-should-retry: false is final: one request, told as is_error',
    async (status) => {
      const error = {
        status,
        type: 'some_error',
        message: 'WORDS-OF-THE-API',
        headers: { 'x-should-retry': 'false' },
      };
      const talk = await converse({ turns: [{ error }] });
      expect(talk.requests).toHaveLength(1);
      expect(talk.of('result')).toMatchObject([{ subtype: 'success', is_error: true }]);
      expect(talk.code).toBe(1);
    },
  );
});

describe('the end', () => {
  const slow = { turns: [{ calls: [bash('sleep 20')] }] };
  test('by SIGTERM leaves no result line: a cancelled run must be told by us', async () => {
    const talk = await converse(slow, { answer: () => ({ instead: 'SIGTERM' }) });
    expect(talk.of('result')).toEqual([]);
    expect(talk.code).not.toBe(0);
  });
  test('by SIGINT exits with 0: the exit code alone is no success', async () => {
    const talk = await converse(slow, { answer: () => ({ instead: 'SIGINT' }) });
    expect(talk.code).toBe(0);
    expect(talk.of('result').every((line) => line['is_error'] === true)).toBe(true);
  });
});

describe('an argument', () => {
  test('bypassPermissions cannot be switched on beside our settings', async () => {
    const bypass = (argv: string[]) =>
      argv.map((word) =>
        word.startsWith('--permission-mode=') ? '--permission-mode=bypassPermissions' : word,
      );
    const talk = await converse({ turns: [{ text: 'x' }] }, { argv: bypass });
    expect(talk.of('system/init').map((line) => line['permissionMode'])).not.toContain('bypassPermissions');
  });
  test('that is unknown ends the CLI: a flag that disappears is noticed', async () => {
    const talk = await converse({ turns: [{ text: 'x' }] }, { argv: (argv) => [...argv, '--no-such-flag'] });
    expect([talk.code, talk.requests.length]).toEqual([1, 0]);
  });
});
