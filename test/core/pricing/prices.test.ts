import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PRICED_MODELS, pricedModel, resolveModel } from '../../../core/pricing/models.ts';
import { cost, dollars, estimate, outputTokensFor, type Usage } from '../../../core/pricing/prices.ts';
import { isRefusal } from '../../../core/refusal.ts';

const none: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  cacheReadTokens: 0,
};
const each: Usage = {
  inputTokens: 10_000,
  outputTokens: 10_000,
  cacheWrite5mTokens: 10_000,
  cacheWrite1hTokens: 10_000,
  cacheReadTokens: 10_000,
};

describe('prices', () => {
  // What CLI 2.1.329 itself reported as total_cost_usd for these tokens of each kind.
  test.each([
    ['claude-haiku-4-5', 93_500],
    ['claude-haiku-5-5', 9_350],
    ['claude-sonnet-4-0', 280_500],
    ['claude-sonnet-4-6', 280_500],
    ['claude-sonnet-5', 187_000],
    ['claude-sonnet-5-5', 186_000],
    ['claude-opus-4-5', 467_500],
    ['claude-opus-4-8', 467_500],
    ['claude-opus-5', 467_500],
    ['claude-opus-5-5', 372_000],
    ['claude-fable-5', 935_000],
    ['claude-fable-5-1', 927_500],
    ['claude-fable-5-2', 742_000],
    ['claude-mythos-5-2', 742_000],
  ])('%s costs what the CLI accounts', (model, microUsd) => {
    // The measurement spread the tokens over five prompts, so none of them was a long one.
    const parts = (Object.keys(each) as (keyof Usage)[]).map((kind) =>
      cost({ ...none, [kind]: each[kind] }, model),
    );
    expect(parts.reduce<number>((all, part) => all + (part as number), 0)).toBe(microUsd);
  });

  test('a long prompt costs more as a whole where the model says so', () => {
    expect(cost({ ...none, inputTokens: 100_000 }, 'haiku')).toBe(10_000);
    expect(cost({ ...none, inputTokens: 100_001 }, 'haiku')).toBe(50_001);
  });

  test('a fraction of a micro-dollar counts as a whole one', () => {
    expect(cost({ ...none, cacheReadTokens: 1 }, 'claude-haiku-5-5')).toBe(1);
    expect(cost(none, 'claude-haiku-5-5')).toBe(0);
  });

  test('the estimate is never below the cost of what it allows', () => {
    const tokens = fc.nat(200_000);
    fc.assert(
      fc.property(fc.constantFrom(...PRICED_MODELS), tokens, tokens, tokens, tokens, (model, a, b, c, d) => {
        const usage = { ...none, inputTokens: a, cacheWrite5mTokens: b, cacheReadTokens: c, outputTokens: d };
        const most = estimate({ model, inputTokens: a + b + c, maxTokens: d, rate: 'cacheWrite5m' });
        expect(most).toBeGreaterThanOrEqual(cost(usage, model) as number);
      }),
    );
  });

  test('dollars are readable', () => {
    expect([dollars(250_000), dollars(1), dollars(12_000_000)]).toEqual(['$0.25', '$0.000001', '$12.00']);
  });
});

describe('model names', () => {
  test.each([
    ['opus', 'claude-opus-5-5'],
    ['sonnet', 'claude-sonnet-5-5'],
    ['haiku', 'claude-haiku-5-5'],
    ['fable', 'claude-fable-5-2'],
    ['claude-haiku-4-5-20251001', 'claude-haiku-4-5-20251001'],
  ])('%s is %s', (name, id) => expect(resolveModel(name)).toBe(id));

  // `default` follows the account, `opus[1m]` has other prices, Opus 4.1 is silently replaced by the CLI.
  test.each(['default', 'opus[1m]', 'claude-opus-4-1', 'claude-nonesuch-9', '', '__proto__'])(
    '%j is refused',
    (name) => {
      const refusal = resolveModel(name);
      expect(isRefusal(refusal) && refusal.code).toBe('model-without-price');
      expect(isRefusal(cost(none, name))).toBe(true);
      expect(isRefusal(estimate({ model: name, inputTokens: 1, maxTokens: 1, rate: 'input' }))).toBe(true);
    },
  );
});

describe('outputTokensFor', () => {
  test('keeps one answer below a quarter of the budget', () => {
    expect(outputTokensFor(1_000_000, 'claude-opus-5-5')).toBe(12_500);
    expect(outputTokensFor(5_000_000, 'opus')).toBe(62_500);
  });

  test('never asks for more than the CLI would by itself', () => {
    for (const id of PRICED_MODELS) {
      const model = pricedModel(id);
      if (isRefusal(model)) throw new Error(id);
      expect(outputTokensFor(1_000_000_000, id)).toBe(model.maxOutput.default);
    }
  });

  test('lets a small budget have one useful answer, and refuses a smaller one with the numbers', () => {
    expect(outputTokensFor(100_000, 'claude-opus-5-5')).toBe(2048);
    expect(outputTokensFor(50_000, 'claude-opus-5-5')).toMatchObject({
      code: 'budget-too-small',
      remedy: expect.stringContaining('$0.08192') as string,
    });
  });
});
