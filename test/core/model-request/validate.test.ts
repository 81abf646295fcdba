import { describe, expect, test } from 'vitest';
import { validateRequest } from '../../../core/model-request/validate.ts';
import { isRefusal } from '../../../core/refusal.ts';

const policy = { models: ['claude-opus-5-5'], maxTokensCap: 4096, toolNames: ['Read', 'Bash'] };
const read = { name: 'Read', description: 'reads', input_schema: { type: 'object', properties: {} } };
const plain = { model: 'claude-opus-5-5', max_tokens: 4096, messages: [{ role: 'user', content: 'hi' }] };
const ask = (change: object) => validateRequest({ ...plain, ...change }, policy);
const user = (block: object) => ask({ messages: [{ role: 'user', content: [block] }] });
const system = (block: object) =>
  ask({ messages: [...plain.messages, { role: 'system', content: [block] }] });
const result = (part: object) => user({ type: 'tool_result', tool_use_id: 'toolu_1', content: [part] });
const code = (answer: unknown) => (isRefusal(answer) ? answer.code : 'passes');
const source = (fields: object) => ({ type: 'image', source: fields });
const png = { type: 'base64', media_type: 'image/png', data: 'AAAA' };

/** The body that CLI 2.1.329 sends in the second turn of a conversation, shortened. */
const recorded = {
  model: 'claude-opus-5-5',
  messages: [
    { role: 'user', content: 'Task:\nread a.txt', output_config: { effort: 'medium' } },
    {
      role: 'system',
      content: [{ type: 'text', text: '# Environment', cache_control: { type: 'ephemeral' } }],
    },
    {
      role: 'assistant',
      content: [{ type: 'tool_use', id: 'toolu_1', name: 'Read', input: { file_path: 'a' } }],
    },
    { role: 'user', content: [{ tool_use_id: 'toolu_1', type: 'tool_result', content: '1\thello' }] },
  ],
  system: [{ type: 'text', text: 'You are an agent.', cache_control: { type: 'ephemeral' } }],
  tools: [{ ...read, name: 'DeferredToolPlaceholder', defer_loading: true }, read],
  metadata: { user_id: '{"session_id":"1"}' },
  max_tokens: 4096,
  thinking: { type: 'adaptive', display: 'omitted' },
  context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
  output_config: { effort: 'medium' },
  stream: true,
};

describe('validateRequest', () => {
  test('what the CLI sends passes unchanged', () => {
    expect(validateRequest(recorded, policy)).toEqual(recorded);
  });

  test.each([
    ['a base64 image', () => user(source(png))],
    ['an image in a tool result', () => result(source(png))],
    ['a PDF', () => user({ type: 'document', source: { ...png, media_type: 'application/pdf' } })],
    [
      'a known tool brought in by name',
      () => system({ type: 'tool_addition', tool: { type: 'tool_reference', name: 'Read' } }),
    ],
    [
      'a known tool brought in whole',
      () => system({ type: 'tool_addition', tool: { type: 'tool_definition', definition: read } }),
    ],
    ['a tool found by a search', () => result({ type: 'tool_reference', tool_name: 'Bash' })],
  ])('%s passes', (_name, answer) => expect(code(answer())).toBe('passes'));

  test.each([
    ['mcp_servers', { mcp_servers: [{ type: 'url', url: 'https://example.invalid', name: 'x' }] }],
    ['container', { container: 'container_1' }],
    ['fallbacks', { fallbacks: [{ model: 'claude-opus-5-5' }] }],
    ['speed', { speed: 'fast' }],
    ['service_tier', { service_tier: 'auto' }],
    ['inference_geo', { inference_geo: 'us' }],
    ['betas', { betas: ['x'] }],
    ['a key of metadata', { metadata: { note: 'x' } }],
  ])('the unknown key %s is refused', (_name, change) => expect(code(ask(change))).toBe('unknown-key'));

  test('a key that hides on the prototype is not passed on', () => {
    const body: unknown = JSON.parse(`{"__proto__": {"mcp_servers": []}, ${JSON.stringify(plain).slice(1)}`);
    const answer = validateRequest(body, policy);
    expect(JSON.stringify(answer)).not.toContain('mcp_servers');
  });

  const url = { type: 'url', url: 'https://example.invalid/?secret' };
  const file = { type: 'file', file_id: 'file_1' };
  test.each([
    ['web search', () => ask({ tools: [{ type: 'web_search_20260209', name: 'Read' }] })],
    ['code execution', () => ask({ tools: [{ ...read, type: 'code_execution_20250825' }] })],
    [
      'a tool that code execution may call',
      () => ask({ tools: [{ ...read, allowed_callers: ['code_execution'] }] }),
    ],
    ['an image by address', () => user(source(url))],
    ['an image by file', () => user(source(file))],
    ['an image by address in a tool result', () => result(source(url))],
    ['a document by address', () => user({ type: 'document', source: url })],
    [
      'an image by address in a document',
      () => user({ type: 'document', source: { type: 'content', content: [source(url)] } }),
    ],
    ['an image by address in the system prompt', () => ask({ system: [source(url)] })],
    [
      'a server tool block',
      () =>
        ask({
          messages: [
            ...plain.messages,
            {
              role: 'assistant',
              content: [{ type: 'server_tool_use', id: 's', name: 'web_fetch', input: {} }],
            },
          ],
        }),
    ],
    ['a container upload', () => user({ type: 'container_upload', file_id: 'file_1' })],
    ['a search result', () => user({ type: 'search_result', source: 'x', title: 'x', content: [] })],
    [
      'a server tool brought in whole',
      () =>
        system({
          type: 'tool_addition',
          tool: { type: 'tool_definition', definition: { type: 'web_fetch_20260209', name: 'Read' } },
        }),
    ],
    [
      'compaction on the server',
      () => ask({ context_management: { edits: [{ type: 'compact_20260112' }] } }),
    ],
    ['a fourth role', () => ask({ messages: [{ role: 'developer', content: 'x' }] })],
    ['max_tokens as a text', () => ask({ max_tokens: '1' })],
    ['max_tokens below one', () => ask({ max_tokens: 0 })],
    ['a list', () => validateRequest([], policy)],
    ['null', () => validateRequest(null, policy)],
  ])('%s is refused', (_name, answer) => expect(['unknown-shape', 'unknown-key']).toContain(code(answer())));

  test.each([
    ['another model', { model: 'claude-fable-5' }, 'model-not-allowed'],
    ['more tokens than the cap', { max_tokens: 4097 }, 'max-tokens-over-cap'],
    ['a tool of no profile', { tools: [{ ...read, name: 'WebFetch' }] }, 'tool-not-allowed'],
  ])('%s is refused', (_name, change, expected) => expect(code(ask(change))).toBe(expected));

  test('a tool of no profile is refused where it comes in later, too', () => {
    const foreign = { ...read, name: 'WebFetch' };
    expect(
      code(system({ type: 'tool_addition', tool: { type: 'tool_definition', definition: foreign } })),
    ).toBe('tool-not-allowed');
    expect(code(system({ type: 'tool_addition', tool: { type: 'tool_reference', name: 'WebFetch' } }))).toBe(
      'tool-not-allowed',
    );
    expect(code(result({ type: 'tool_reference', tool_name: 'WebFetch' }))).toBe('tool-not-allowed');
  });

  test('a refusal names the place and stays short', () => {
    const answer = result(source({ ...url, url: `https://example.invalid/${'x'.repeat(5000)}` }));
    if (!isRefusal(answer)) throw new Error('passed');
    expect(answer.because).toContain('messages.0');
    expect(answer.because.length).toBeLessThan(320);
  });
});
