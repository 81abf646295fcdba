import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { pricedModel, type Price, type PricedModel } from './models.ts';

/** Tokens of one answered request, by what they cost. */
export type Usage = {
  inputTokens: number;
  outputTokens: number;
  cacheWrite5mTokens: number;
  cacheWrite1hTokens: number;
  cacheReadTokens: number;
};

/** How a prompt may be billed at worst: by the longest-lived cache that it asks for. */
export type InputRate = 'input' | 'cacheWrite5m' | 'cacheWrite1h';

/** Tokens per answer below which an agent can't do useful work. */
const LEAST_OUTPUT_TOKENS = 2048;

/** The price of an answered request in whole micro-dollars, rounded up. */
export function cost(usage: Usage, modelId: string, own: PricedModel | null = null): number | Refusal {
  const model = pricedModel(modelId, own);
  if (isRefusal(model)) return model;
  const price = priceFor(model, promptTokens(usage));
  return sum([
    [usage.inputTokens, price.input],
    [usage.outputTokens, price.output],
    [usage.cacheWrite5mTokens, price.cacheWrite5m],
    [usage.cacheWrite1hTokens, price.cacheWrite1h],
    [usage.cacheReadTokens, price.cacheRead],
  ]);
}

/** All tokens that the prompt of an answered request had. */
export function promptTokens(usage: Usage): number {
  return usage.inputTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens + usage.cacheReadTokens;
}

/**
 * The most that a request can cost, in whole micro-dollars: its whole prompt written to the cache
 * and an answer of `maxTokens`. `inputTokens` is an upper bound (see `boundInput`).
 */
export function estimate(request: {
  model: string;
  inputTokens: number;
  maxTokens: number;
  rate: InputRate;
  own?: PricedModel | null;
}): number | Refusal {
  const model = pricedModel(request.model, request.own);
  if (isRefusal(model)) return model;
  const price = priceFor(model, request.inputTokens);
  return sum([
    [request.inputTokens, price[request.rate]],
    [request.maxTokens, price.output],
  ]);
}

/**
 * How many tokens one answer may have (`max_tokens`) so that a budget lasts for several of them:
 * a quarter of the budget at most, half of it for very small budgets, and never more than the CLI
 * would ask for by itself. Refuses budgets that can't pay for one useful answer.
 */
export function outputTokensFor(
  budgetMicroUsd: number,
  modelId: string,
  own: PricedModel | null = null,
): number | Refusal {
  const model = pricedModel(modelId, own);
  if (isRefusal(model)) return model;
  // The dearer price, so that a long conversation keeps its answers too.
  const outputPrice = Math.max(model.price.output, model.longPrompt?.price.output ?? 0);
  const affordable = (micro: number) => Math.floor((micro * 1_000_000) / outputPrice);
  if (affordable(budgetMicroUsd / 2) < LEAST_OUTPUT_TOKENS) {
    const least = sum([[LEAST_OUTPUT_TOKENS, outputPrice]]) * 2;
    return refuse(
      'budget-too-small',
      `A budget of ${dollars(budgetMicroUsd)} is too small for ${modelId}: one answer of ${LEAST_OUTPUT_TOKENS} tokens may cost half of it.`,
      `Set budget_usd to at least ${dollars(least)}, or choose a cheaper model.`,
    );
  }
  const share = Math.max(affordable(budgetMicroUsd / 4), LEAST_OUTPUT_TOKENS);
  return Math.min(share, model.maxOutput.default);
}

/** Micro-dollars for people: `$0.25`, `$0.000123`. */
export function dollars(microUsd: number): string {
  const text = (microUsd / 1_000_000).toFixed(6).replace(/0{1,4}$/, '');
  return `$${text}`;
}

function priceFor(model: PricedModel, prompt: number): Price {
  return model.longPrompt && prompt > model.longPrompt.aboveTokens ? model.longPrompt.price : model.price;
}

/** Adds tokens × price exactly; a fraction of a micro-dollar counts as a whole one. */
function sum(parts: readonly (readonly [tokens: number, price: number])[]): number {
  const total = parts.reduce((all, [tokens, price]) => all + BigInt(tokens) * BigInt(price), 0n);
  return Number((total + 999_999n) / 1_000_000n);
}
