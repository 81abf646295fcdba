import type { PricedModel } from './models.ts';

/** A price that a profile states for a model that has none here. US dollars per million tokens. */
export type StatedPrice = {
  input: number;
  output: number;
  cache_write_5m?: number | undefined;
  cache_write_1h?: number | undefined;
  cache_read?: number | undefined;
  /** Most tokens of a prompt. */
  window?: number | undefined;
  /** Most tokens of an answer. */
  max_output?: number | undefined;
};

/**
 * A model as its profile prices it. What is not stated is taken at the dearest that is usual, so that a budget
 * is rather used up too early than overspent.
 */
export function statedModel(id: string, stated: StatedPrice): PricedModel {
  const micro = (dollars: number) => Math.ceil(dollars * 1_000_000);
  const { input, output, window = 1_000_000, max_output: most = 32_000 } = stated;
  return {
    id,
    price: {
      input: micro(input),
      output: micro(output),
      cacheWrite5m: micro(stated.cache_write_5m ?? input * 1.25),
      cacheWrite1h: micro(stated.cache_write_1h ?? input * 2),
      cacheRead: micro(stated.cache_read ?? input),
    },
    window,
    maxOutput: { default: most, upper: most },
  };
}
