import { z } from 'zod';

const dollars = () => z.number().gt(0).max(10_000);

/** What a model costs, as a profile states it. */
export const WrittenPrice = z
  .strictObject({
    input: dollars().describe('Tokens of the prompt.'),
    output: dollars().describe('Tokens of the answer.'),
    cache_write_5m: dollars()
      .optional()
      .describe('Writing to the five-minute cache. Default: 1.25 times input.'),
    cache_write_1h: dollars().optional().describe('Writing to the one-hour cache. Default: twice input.'),
    cache_read: dollars().optional().describe('Reading from the cache. Default: input.'),
    window: z
      .int()
      .min(1000)
      .max(100_000_000)
      .optional()
      .describe('Most tokens of a prompt. Default: 1000000.'),
    max_output: z
      .int()
      .min(1000)
      .max(1_000_000)
      .optional()
      .describe('Most tokens of an answer. Default: 32000.'),
  })
  .describe(
    'What a model costs that agent-dispatch has no price for, in US dollars per million tokens: input and ' +
      'output, if they differ also cache_write_5m, cache_write_1h and cache_read; window and max_output in ' +
      'tokens. A model whose price is known keeps that price.',
  );
