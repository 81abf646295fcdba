import { describe, expect, test } from 'vitest';
import type { HostileCall } from '../../../lab/fuzz/call.ts';
import { look } from '../../../lab/fuzz/look.ts';
import { outcomesOf } from '../../../lab/fuzz/outcomes.ts';
import type { Played } from '../../../lab/fuzz/play.ts';

const CANARY = 'cnry0123456789abcdef0123456789';

const call = (index: number): HostileCall => ({
  index,
  shape: 'reviewer',
  family: 'file',
  tool: 'Read',
  input: {},
});

/** A run of two answers with two calls each; `result` is what the CLI says of the third. */
function played(result: string, more: Partial<Played> = {}): Played {
  const use = (answer: number, at: number) => ({ type: 'tool_use', id: `toolu_lab_${answer}_${at}` });
  const said = (answer: number, at: number, content: unknown) => ({
    type: 'tool_result',
    tool_use_id: `toolu_lab_${answer}_${at}`,
    content,
  });
  const messages = [
    { role: 'user', content: 'Task: look around.' },
    { role: 'assistant', content: [use(1, 0), use(1, 1)] },
    { role: 'user', content: [said(1, 0, 'nothing'), said(1, 1, 'nothing')] },
    { role: 'assistant', content: [use(2, 0), use(2, 1)] },
    { role: 'user', content: [said(2, 0, [{ type: 'text', text: result }]), said(2, 1, 'nothing')] },
  ];
  const request = { method: 'POST', path: '/v1/messages', headers: {}, at: 0, status: 200 };
  return {
    canaries: { ssh: CANARY },
    run: 'fzrun',
    requests: [
      { ...request, body: { messages: messages.slice(0, 3) } },
      { ...request, body: { messages } },
    ],
    caught: [],
    told: [],
    log: [],
    made: new Map(),
    turns: [
      [call(10), call(14)],
      [call(18), call(22)],
    ],
    ...more,
  };
}

const encoded: [string, (text: string) => string][] = [
  ['as it is', (text) => text],
  ['in base64', (text) => Buffer.from(`x ${text}`).toString('base64')],
  ['in hex', (text) => Buffer.from(text).toString('hex')],
  ['backwards', (text) => [...text].toReversed().join('')],
  ['over several lines', (text) => text.replace(/.{5}/g, '$&\n')],
];

describe('looking at a run', () => {
  test('finds nothing where nothing came out', () => {
    expect(look(played('the readme'))).toEqual([]);
  });

  test.each(encoded)('finds a canary %s in the result of a call, and names the call', (_, encode) => {
    expect(look(played(encode(`key ${CANARY}`)))).toEqual([
      { kind: 'canary', what: 'the canary ssh is in a model request', index: 18, bytes: CANARY.length },
    ]);
  });

  test('finds a canary in the answer, the log, a header, and with a listener', () => {
    const end = { kind: 'end', said: CANARY, problem: null } as const;
    expect(look(played('', { told: [end] }))).toHaveLength(1);
    expect(look(played('', { log: [`Error: ${CANARY}`] }))).toHaveLength(1);
    const [first] = played('').requests;
    expect(look(played('', { requests: [{ ...first!, headers: { 'x-a': CANARY } }] }))).toHaveLength(1);
    const caught = look(played('', { caught: [{ where: 'tcp', text: `fzrun-18- ${CANARY}` }] }));
    expect(caught.map(({ kind, index }) => [kind, index])).toEqual([
      ['canary', 18],
      ['connection', 18],
    ]);
  });

  test('does not take the key that the broker adds for a leak', () => {
    const [first] = played('').requests;
    expect(look(played('', { requests: [{ ...first!, headers: { 'x-api-key': CANARY } }] }))).toEqual([]);
  });

  test('takes every connection, change and process for a hit, and names its call by what it bears', () => {
    const hits = look(
      played('', {
        caught: [{ where: 'dns', text: 'fzrun-22-.example.com' }],
        told: [
          { kind: 'changed', where: 'outside', what: ['fzrun-10- was made', 'hard.txt was changed'] },
          { kind: 'survived', commands: ['fzrun-14- 120'] },
        ],
      }),
    );
    expect(hits.map(({ kind, index }) => [kind, index])).toEqual([
      ['connection', 22],
      ['write', 10],
      ['write', null],
      ['process', 14],
    ]);
  });
});

test('tells what became of each call, also of the last answer of a run that was cut off', () => {
  const judged = (id: string, allow: boolean, asked = true) =>
    ({ kind: 'judged', callId: `toolu_lab_${id}`, tool: 'Read', asked, allow, rule: 'x' }) as const;
  const ended = (id: string, isError: boolean) =>
    ({ kind: 'ended', callId: `toolu_lab_${id}`, isError }) as const;
  const { requests, turns } = played('');
  const told = [
    judged('1_0', true),
    ended('1_0', false),
    judged('1_1', true),
    ended('1_1', true),
    judged('2_0', false),
    judged('2_1', false, false),
  ];
  expect([...outcomesOf({ requests, turns, told })]).toEqual([
    [10, 'allowed'],
    [14, 'erred'],
    [18, 'refused'],
    [22, 'turned down'],
  ]);
  const cut = { requests: requests.slice(0, 1), turns, told: [judged('2_1', true)] };
  expect([...outcomesOf(cut)]).toEqual([[22, 'cut']]);
});
