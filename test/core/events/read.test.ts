import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEvents } from '../../../core/events/read.ts';

const line = (value: unknown) => JSON.stringify(value);

describe('reading a line of the stream', () => {
  test('an assistant message with text and two calls is three events', () => {
    const content = [
      { type: 'text', text: 'looking' },
      { type: 'tool_use', id: 't1', name: 'Read', input: { file_path: 'a' } },
      { type: 'tool_use', id: 't2', name: 'Glob', input: { pattern: '*' } },
    ];
    expect(readEvents(line({ type: 'assistant', message: { content } }))).toEqual([
      { kind: 'text', text: 'looking' },
      { kind: 'call', callId: 't1', tool: 'Read', input: { file_path: 'a' }, actor: 'main' },
      { kind: 'call', callId: 't2', tool: 'Glob', input: { pattern: '*' }, actor: 'main' },
    ]);
  });

  test('a question carries who asks, a sub-agent included', () => {
    const request = {
      subtype: 'can_use_tool',
      tool_name: 'Read',
      tool_use_id: 't',
      input: {},
      agent_id: 'a7',
    };
    expect(readEvents(line({ type: 'control_request', request_id: 'r', request }))).toEqual([
      { kind: 'question', requestId: 'r', callId: 't', tool: 'Read', input: {}, actor: 'a7' },
    ]);
  });

  test('another control request is named, so that it can be turned down', () => {
    const value = { type: 'control_request', request_id: 'r', request: { subtype: 'hook_callback' } };
    expect(readEvents(line(value))).toEqual([{ kind: 'unserved', requestId: 'r', subtype: 'hook_callback' }]);
  });

  test.each([
    '',
    'not json',
    '[]',
    '1',
    'null',
    '{"type":1}',
    '{"type":"result"}',
    '{"type":"control_request"}',
  ])('%j is junk', (text) => {
    expect(readEvents(text)).toEqual([{ kind: 'junk', excerpt: text }]);
  });

  test('a result with a negative or infinite cost is junk, not money', () => {
    const value = { type: 'result', subtype: 'success', is_error: false, total_cost_usd: -1 };
    expect(readEvents(line(value))[0]?.kind).toBe('junk');
    expect(
      readEvents('{"type":"result","subtype":"success","is_error":false,"total_cost_usd":1e999}')[0]?.kind,
    ).toBe('junk');
  });

  test('an unknown system event is passed by', () => {
    expect(readEvents(line({ type: 'system', subtype: 'compact_boundary' }))).toEqual([
      { kind: 'other', type: 'system/compact_boundary' },
    ]);
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(readEvents(text))));
    fc.assert(
      fc.property(
        fc.constantFrom('assistant', 'user', 'result', 'system', 'control_request'),
        fc.jsonValue(),
        (type, rest) => Array.isArray(readEvents(line({ type, message: rest, request: rest }))),
      ),
    );
  });
});
