import { describe, expect, test } from 'vitest';
import { done, type FleetServer } from '../../../core/fleet/answer.ts';
import { ownTools } from '../../../core/launch/own-tools.ts';
import type { FleetCall } from '../../../core/fleet/tools.ts';
import type { Note, Supervision } from '../../../edge/claude/supervision.ts';
import { lineOf, planOf, playLines } from './scripted-cli.ts';

/* The tools of a fleet, and a CLI that passes on other calls than those that were allowed: a shell script plays it. */

const TOOL = 'mcp__dispatch__message';
const plan: Supervision['plan'] = { ...planOf(['Read']), isWorker: true };
const input = { text: 'Hello.' };
const init = {
  ...lineOf.init(plan),
  tools: ['Read', ...ownTools(plan)],
  mcp_servers: [{ name: 'dispatch', status: 'connected' }],
};
const introduced = {
  type: 'control_response',
  response: { subtype: 'success', request_id: 'dispatch-initialize', response: {} },
};
const passesOn = (callId: string, args: object, name = 'message', meta: object = {}) => ({
  type: 'control_request',
  request_id: `m-${callId}`,
  request: {
    subtype: 'mcp_message',
    server_name: 'dispatch',
    message: {
      jsonrpc: '2.0',
      id: 7,
      method: 'tools/call',
      params: { name, arguments: args, _meta: { 'claudecode/toolUseId': callId, ...meta } },
    },
  },
});
const asked = [introduced, null, init, lineOf.asks('1', TOOL, input), null];
const tell = 'printf "%s" "$answer" >&2';

async function play(lines: (object | null)[], more: Parameters<typeof playLines>[3] = {}) {
  const notes: Note[] = [];
  const made: { call: FleetCall; taint: readonly string[] }[] = [];
  const fleet: FleetServer = (call, taint) => {
    made.push({ call, taint });
    return Promise.resolve(done('It is left.', ['a stranger']));
  };
  const run = await playLines(lines, plan, (note) => notes.push(note), { tail: tell, fleet, ...more });
  return { run, notes, made };
}

test('an allowed call is made once, recorded and answered, and what it brings taints the run', async () => {
  const { run, notes, made } = await play([...asked, passesOn('1', input), null], { taint: ['a fork'] });
  expect(run).toMatchObject({ stopped: null, taint: ['a fork', 'a stranger'] });
  expect(made).toEqual([{ call: { name: 'message', given: input }, taint: ['a fork'] }]);
  expect(notes.at(-1)).toMatchObject({ kind: 'fleet', callId: '1', answer: { became: 'done' } });
  expect(run.stderrTail).toMatch(/"request_id":"m-1".*"text":"It is left\."/);
});

test('who it says it is, in whatever field, is not read', async () => {
  const meta = { actor: 'main', actor_id: 'main', actor_role: 'lead', role: 'sublead' };
  const { made } = await play([...asked, passesOn('1', input, 'message', meta), null]);
  expect(made).toEqual([{ call: { name: 'message', given: input }, taint: [] }]);
});

describe('the run is ended, and no call is made', () => {
  const stays = 'sleep 30';
  test.each<[string, (object | null)[]]>([
    ['that nobody asked about', [introduced, null, init, passesOn('1', input)]],
    ['of another id', [...asked, passesOn('2', input)]],
    ['with other arguments', [...asked, passesOn('1', { text: 'Other.' })]],
    ['to another tool', [...asked, passesOn('1', input, 'inbox')]],
    ['before it was answered', [introduced, null, init, passesOn('1', input), lineOf.asks('1', TOOL, input)]],
    [
      'that was refused',
      [
        introduced,
        null,
        init,
        lineOf.asks('1', TOOL, { from: 'main', ...input }),
        null,
        passesOn('1', { from: 'main', ...input }),
      ],
    ],
  ])('%s', async (_, lines) => {
    const { run, made } = await play(lines, { tail: stays });
    expect(run.stopped).toMatchObject({ code: 'unmediated-call' });
    expect(made).toEqual([]);
  });

  test('a second time', async () => {
    const { run, made } = await play([...asked, passesOn('1', input), null, passesOn('1', input)], {
      tail: stays,
    });
    expect(run.stopped).toMatchObject({ code: 'unmediated-call' });
    expect(made).toHaveLength(1);
  });

  test('ablation: one that is asked about and allowed twice is made twice', async () => {
    const { run, made } = await play([
      ...asked,
      passesOn('1', input),
      null,
      ...asked.slice(3),
      passesOn('1', input),
      null,
    ]);
    expect(run.stopped).toBeNull();
    expect(made).toHaveLength(2);
  });

  test('that its place does not have', async () => {
    const { run, made } = await play([...asked, passesOn('1', input, 'spawn_worker'), null]);
    expect(run.stderrTail).toContain('no such tool');
    expect(made).toEqual([]);
  });
});

test('an answer that comes after the end is neither given nor recorded', async () => {
  const late = Promise.withResolvers<ReturnType<typeof done>>();
  const { run, notes } = await play([...asked, passesOn('1', input), lineOf.result], {
    tail: '',
    fleet: () => late.promise,
  });
  late.resolve(done('Late.', ['late']));
  await late.promise;
  await new Promise((resolve) => setImmediate(resolve));
  expect(run.taint).toEqual([]);
  expect(notes.filter(({ kind }) => kind === 'fleet')).toEqual([]);
});

test('a server of the fleet that fails ends the run: what it did may not be on the record', async () => {
  const { run } = await play([...asked, passesOn('1', input)], {
    tail: 'sleep 30',
    fleet: () => Promise.reject(new Error('no room')),
  });
  expect(run.stopped).toMatchObject({ code: 'record-failed' });
});

test('a judge that allows everything lets no other form pass: it is held against that of its tool once more', async () => {
  const judge = () => ({ allow: true as const, rule: 'hole' });
  const lines = [
    introduced,
    null,
    init,
    lineOf.asks('1', TOOL, { from: 'main', ...input }),
    null,
    passesOn('1', { from: 'main', ...input }),
    null,
  ];
  const { run, notes } = await play(lines, { judge });
  expect(run.stopped).toBeNull();
  expect(notes.at(-1)).toMatchObject({ kind: 'fleet', answer: { became: 'refused', code: 'bad-request' } });
});
