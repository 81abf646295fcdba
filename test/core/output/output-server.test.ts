import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { servedKinds } from '../../../core/output/kinds/table.ts';
import { readOutputAsk } from '../../../core/output/output-server.ts';
import type { PlannedOutput } from '../../../core/output/planned.ts';

const outputs: PlannedOutput[] = [
  { kind: 'comment', limits: {} },
  { kind: 'patch', limits: servedKinds.patch.withDefaults({}) },
];
const ask = (message: unknown) => readOutputAsk(message, outputs);
const call = (name: string, more: object = {}) =>
  ask({
    jsonrpc: '2.0',
    id: 3,
    method: 'tools/call',
    params: { name, arguments: { title: 'x' }, _meta: { 'claudecode/toolUseId': 'toolu_1' }, ...more },
  });

test('there are the tools of the plan and no other', () => {
  expect(ask({ id: 1, method: 'tools/list' })).toMatchObject({
    response: { id: 1, result: { tools: [{ name: 'patch', inputSchema: { additionalProperties: false } }] } },
  });
});

test('a call of one is told with its id, and is answered as MCP has it', () => {
  const found = call('patch');
  expect(found).toMatchObject({
    kind: 'call',
    call: { tool: 'mcp__dispatch__patch', input: { title: 'x' }, callId: 'toolu_1' },
  });
  expect(found.kind === 'call' && found.respond('No.', true)).toEqual({
    jsonrpc: '2.0',
    id: 3,
    result: { content: [{ type: 'text', text: 'No.' }], isError: true },
  });
});

test.each([
  ['another tool', call('review'), -32602],
  ['the comment', call('comment'), -32602],
  ['a prototype', call('constructor'), -32602],
  ['a call without an id', call('patch', { _meta: {} }), -32602],
  ['another method', ask({ id: 1, method: 'resources/list' }), -32601],
  ['no request', ask('x'), -32600],
])('%s is an error', (_, found, code) => {
  expect(found).toMatchObject({ kind: 'answer', response: { error: { code } } });
});

test('whatever comes, it is answered and nothing is thrown', () => {
  const method = fc.constantFrom('initialize', 'tools/list', 'tools/call', 'notifications/initialized');
  const message = fc.oneof(fc.anything(), fc.record({ id: fc.anything(), method, params: fc.anything() }));
  fc.assert(
    fc.property(message, (given) => {
      expect(ask(given).kind).toBe('answer');
    }),
  );
});
