import { describe, expect, test } from 'vitest';
import { servedKinds } from '../../../core/output/kinds/table.ts';
import type { Refusal } from '../../../core/refusal.ts';
import { introduceOutputs } from '../../../edge/claude/serve-outputs.ts';
import type { Note } from '../../../edge/claude/supervision.ts';
import { lineOf, planOf, playLines } from './scripted-cli.ts';

/* Our own tools, and a CLI that passes on other calls than those that were allowed: a shell script plays it. */

const TOOL = 'mcp__dispatch__patch';
const plan = {
  ...planOf(['Read']),
  outputs: [{ kind: 'patch' as const, limits: servedKinds.patch.withDefaults({}) }],
};
const input = { title: 'Fix the sum', body: 'It subtracted.' };
const init = {
  ...lineOf.init(plan),
  tools: ['Read', TOOL],
  mcp_servers: [{ name: 'dispatch', status: 'connected' }],
};
const introduced = {
  type: 'control_response',
  response: { subtype: 'success', request_id: 'dispatch-initialize', response: {} },
};
const passesOn = (callId: string, args: object, more: { server?: string; name?: string } = {}) => ({
  type: 'control_request',
  request_id: `m-${callId}`,
  request: {
    subtype: 'mcp_message',
    server_name: more.server ?? 'dispatch',
    message: {
      jsonrpc: '2.0',
      id: 7,
      method: 'tools/call',
      params: { name: more.name ?? 'patch', arguments: args, _meta: { 'claudecode/toolUseId': callId } },
    },
  },
});
/** Up to an allowed call, whose answer has been read. */
const asked = [introduced, null, init, lineOf.asks('1', TOOL, input), null];

async function play(lines: (object | null)[], tail = '', onNote: (note: Note) => void = () => {}) {
  const notes: Note[] = [];
  const keep = (note: Note) => {
    notes.push(note);
    onNote(note);
  };
  const run = await playLines(lines, plan, keep, { tail });
  return { run, notes };
}
const tell = 'printf "%s" "$answer" >&2';

test('an allowed call that is passed on as it was is made, recorded and answered', async () => {
  const { run, notes } = await play([...asked, passesOn('1', input), null], tell);
  expect(run).toMatchObject({ stopped: null, tray: [{ kind: 'patch', ...input }] });
  expect(notes.at(-1)).toMatchObject({ kind: 'output', callId: '1', handedIn: { became: 'accepted' } });
  expect(run.stderrTail).toMatch(/"request_id":"m-1".*"text":"Taken\."/);
});

test('the order of its fields is no other call', async () => {
  const turned = { body: input.body, title: input.title };
  expect((await play([...asked, passesOn('1', turned), null])).run.tray).toHaveLength(1);
});

describe('the run is ended, and nothing is taken, when a call is passed on that', () => {
  const stays = 'sleep 30';
  test.each<[string, (object | null)[]]>([
    ['nobody asked about', [introduced, null, init, passesOn('1', input)]],
    ['has another id', [...asked, passesOn('2', input)]],
    ['has other arguments', [...asked, passesOn('1', { ...input, title: 'Other' })]],
    [
      'was refused',
      [
        introduced,
        null,
        init,
        lineOf.asks('1', TOOL, { ...input, base: 'main' }),
        null,
        passesOn('1', { ...input, base: 'main' }),
      ],
    ],
    [
      'was about another tool',
      [introduced, null, init, lineOf.asks('1', 'Read', input), null, passesOn('1', input)],
    ],
  ])('%s', async (_, lines) => {
    const { run } = await play(lines, stays);
    expect(run.stopped).toMatchObject({
      code: 'unmediated-call',
      because: expect.stringContaining(TOOL) as string,
    });
    expect(run.tray).toEqual([]);
  });

  test('was made already', async () => {
    const { run } = await play([...asked, passesOn('1', input), null, passesOn('1', input)], stays);
    expect(run.stopped).toMatchObject({ code: 'unmediated-call' });
    expect(run.tray).toHaveLength(1);
  });
});

test.each([{ server: 'other' }, { name: 'review' }, { name: 'comment' }])(
  'what we do not serve (%j) is answered with an error',
  async (more) => {
    const { run } = await play([...asked, passesOn('1', input, more), null], tell);
    expect(run.stderrTail).toContain('no such tool');
    expect(run).toMatchObject({ stopped: null, tray: [] });
  },
);

test('what cannot be recorded is not taken, and ends the run', async () => {
  const { run } = await play([...asked, passesOn('1', input)], 'sleep 30', (note) => {
    if (note.kind === 'output') throw new Error('the disk is full');
  });
  expect(run.stopped).toMatchObject({ code: 'record-failed' });
  expect(run.tray).toEqual([]);
});

test('a CLI that does not take our tools is never told the task', async () => {
  const refused = { ...introduced, response: { ...introduced.response, subtype: 'error' } };
  const { run } = await play([refused], `read -r -t 1 more; printf "%s" "$more" >&2; sleep 30`);
  expect(run.stopped).toMatchObject({ code: 'outputs-not-served' });
  expect(run.stderrTail).not.toContain('look');
});

test('a CLI that never answers is stopped instead of waited for until the time of the run is over', async () => {
  const { promise, resolve } = Promise.withResolvers<Refusal>();
  introduceOutputs({ plan }, { send: () => {} }, resolve, 5);
  expect(await promise).toMatchObject({ code: 'outputs-not-served' });
});

test('an agent without outputs is told its task first, as ever', async () => {
  const bare = planOf(['Read']);
  const run = await playLines([lineOf.init(bare), lineOf.result], bare, () => {}, {
    tail: 'printf "%s" "$prompt" >&2',
  });
  expect(run.stderrTail).toContain('"content":"look"');
});
