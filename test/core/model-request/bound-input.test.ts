import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundInput } from '../../../core/model-request/bound-input.ts';
import { ModelRequest } from '../../../core/model-request/schema.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const measures = { sha256, byteLength: (text: string) => Buffer.byteLength(text) };
const WINDOW = 1_000_000;
const none = new Map<string, number>();
const ask = (messages: unknown[], more: object = {}) =>
  ModelRequest.parse({ model: 'claude-opus-5-5', max_tokens: 1, messages, ...more });
const bound = (request: ModelRequest, known: ReadonlyMap<string, number> = none) =>
  boundInput(request, WINDOW, known, measures);
const user = (content: unknown) => ({ role: 'user', content });

describe('boundInput', () => {
  test('no text has more tokens than the bound: every byte may be one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const { tokens } = bound(ask([user(text)], { system: text }));
        expect(tokens).toBeGreaterThanOrEqual(2 * Buffer.byteLength(text));
      }),
    );
  });

  test('a conversation that goes on is bounded by its bill and its new bytes', () => {
    const start = [user('a'.repeat(40_000))];
    const first = bound(ask(start));
    const known = new Map([[first.key, 9_000]]);
    const next = ask([...start, { role: 'assistant', content: 'ok' }, user('go on')]);
    expect(bound(next).tokens).toBeGreaterThan(40_000);
    expect(bound(next, known).tokens).toBeLessThan(9_300);
  });

  test('cache marks and the form of a text do not hide a known beginning', () => {
    const mark = { type: 'ephemeral' };
    const first = bound(ask([user([{ type: 'text', text: 'hello', cache_control: mark }])]));
    expect(bound(ask([user('hello')])).key).toBe(first.key);
  });

  test.each([
    ['another text', ask([user('hellp')])],
    ['another role', ask([{ role: 'system', content: 'hello' }])],
    ['another system prompt', ask([user('hello')], { system: 'x' })],
    ['another model', ask([user('hello')], { model: 'other' })],
    ['thinking', ask([user('hello')], { thinking: { type: 'adaptive' } })],
    [
      'cleared tool results',
      ask([user('hello')], { context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] } }),
    ],
    ['a tool', ask([user('hello')], { tools: [{ name: 'Read', input_schema: {} }] })],
  ])('%s is another beginning', (_name, other) => {
    expect(bound(other).key).not.toBe(bound(ask([user('hello')])).key);
  });

  test('bytes hidden under the name of a cache mark are counted', () => {
    const call = (input: object) => [
      user('go'),
      { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'Read', input }] },
    ];
    const small = bound(ask(call({})));
    const large = bound(ask(call({ cache_control: 'x'.repeat(50_000) })), new Map([[small.key, 100]]));
    expect(large.tokens).toBeGreaterThan(50_000);
  });

  test('a deferred tool counts although an earlier bill did not show it', () => {
    const tool = { name: 'Late', description: 'x'.repeat(30_000), input_schema: {}, defer_loading: true };
    const request = ask([user('go')], { tools: [tool] });
    const { key } = bound(request);
    expect(bound(request, new Map([[key, 100]])).tokens).toBeGreaterThan(30_000);
  });

  test('an image costs a fixed number of tokens, a PDF may fill the window', () => {
    const data = 'A'.repeat(400_000);
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data } };
    expect(bound(ask([user([image])])).tokens).toBeLessThan(10_000);
    const inResult = { type: 'tool_result', tool_use_id: 't', content: [image, image] };
    expect(bound(ask([user([inResult])])).tokens).toBeGreaterThan(10_000);
    const pdf = { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AA' } };
    expect(bound(ask([user([{ ...inResult, content: [pdf] }])])).tokens).toBe(WINDOW);
  });

  test('the rate is that of the longest cache asked for', () => {
    const text = (cache_control?: object) => ask([user([{ type: 'text', text: 'x', cache_control }])]);
    expect(bound(text()).rate).toBe('input');
    expect(bound(text({ type: 'ephemeral' })).rate).toBe('cacheWrite5m');
    expect(bound(text({ type: 'ephemeral', ttl: '1h' })).rate).toBe('cacheWrite1h');
    const part = { type: 'text', text: 'x', cache_control: { type: 'ephemeral', ttl: '1h' } };
    const nested = { type: 'tool_result', tool_use_id: 't', content: [part] };
    expect(bound(ask([user([nested])])).rate).toBe('cacheWrite1h');
  });
});
