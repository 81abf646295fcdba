import { describe, expect, test } from 'vitest';
import { readUsage } from '../../../core/pricing/read-usage.ts';

describe('readUsage', () => {
  const started = {
    input_tokens: 10,
    output_tokens: 1,
    cache_read_input_tokens: 5,
    cache_creation_input_tokens: 7,
    cache_creation: { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 3 },
  };

  test('reads all kinds of tokens', () => {
    expect(readUsage(started)).toEqual({
      inputTokens: 10,
      outputTokens: 1,
      cacheReadTokens: 5,
      cacheWrite5mTokens: 4,
      cacheWrite1hTokens: 3,
    });
  });

  test('later counts win and what they leave out stays', () => {
    const first = readUsage(started);
    expect(readUsage({ output_tokens: 99 }, first ?? undefined)).toEqual({ ...first, outputTokens: 99 });
  });

  test('tokens written to a cache of unknown life are taken as the dearer kind', () => {
    const usage = readUsage({ input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 8 });
    expect(usage).toMatchObject({ cacheWrite5mTokens: 0, cacheWrite1hTokens: 8 });
  });

  test.each([
    null,
    undefined,
    'usage',
    {},
    { input_tokens: -1, output_tokens: 1 },
    { input_tokens: 1.5, output_tokens: 1 },
    { input_tokens: 1, output_tokens: '1' },
    { input_tokens: 1, output_tokens: Number.NaN },
    { input_tokens: 1, output_tokens: Number.POSITIVE_INFINITY },
    { input_tokens: 1, output_tokens: 2 ** 53 },
    { input_tokens: 1, output_tokens: 1, cache_read_input_tokens: -1 },
  ])('%j is no usage', (raw) => expect(readUsage(raw)).toBeNull());
});
