import { isRefusal, refuse, type Refusal } from '../refusal.ts';

/** Micro-dollars per million tokens, whole numbers: 5 USD per million tokens is 5_000_000. */
export type Price = {
  readonly input: number;
  readonly output: number;
  /** Writing to the prompt cache that lasts five minutes. */
  readonly cacheWrite5m: number;
  /** Writing to the prompt cache that lasts an hour. */
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
};

export type PricedModel = {
  readonly id: string;
  readonly price: Price;
  /** Another price for the whole request once its prompt is longer than this. */
  readonly longPrompt?: { readonly aboveTokens: number; readonly price: Price };
  /** Most tokens of a prompt. */
  readonly window: number;
  /** Tokens of one answer: what the CLI asks for when it isn't told, and the most the model gives. */
  readonly maxOutput: { readonly default: number; readonly upper: number };
};

// The prices below were measured on 2026-11-20 from the cost accounting of CLI 2.1.329 and its built-in catalogue.

const price = (input: number, output: number, write5m: number, write1h: number, read: number): Price => ({
  input: micro(input),
  output: micro(output),
  cacheWrite5m: micro(write5m),
  cacheWrite1h: micro(write1h),
  cacheRead: micro(read),
});
const micro = (dollars: number) => Math.round(dollars * 1_000_000);

const USD_0_1 = price(0.1, 0.5, 0.125, 0.2, 0.01);
const USD_0_5 = price(0.5, 2.5, 0.625, 1, 0.05);
const USD_1 = price(1, 5, 1.25, 2, 0.1);
const USD_2 = price(2, 10, 2.5, 4, 0.2);
const USD_2_READ_0_1 = price(2, 10, 2.5, 4, 0.1);
const USD_3 = price(3, 15, 3.75, 6, 0.3);
const USD_4 = price(4, 20, 5, 8, 0.2);
const USD_5 = price(5, 25, 6.25, 10, 0.5);
const USD_8 = price(8, 40, 10, 16, 0.2);
const USD_10 = price(10, 50, 12.5, 20, 1);
const USD_10_READ_0_25 = price(10, 50, 12.5, 20, 0.25);

const K200 = 200_000;
const M1 = 1_000_000;
const model = (id: string, of: Price, window: number, byDefault: number, upper: number): PricedModel => ({
  id,
  price: of,
  window,
  maxOutput: { default: byDefault, upper },
});

// Opus 4 and 4.1 are absent on purpose: the CLI asks for Opus 5.5 when it is given their names.
export const MODELS: readonly PricedModel[] = [
  model('claude-haiku-4-5', USD_1, K200, 32_000, 64_000),
  {
    ...model('claude-haiku-5-5', USD_0_1, M1, 128_000, 128_000),
    longPrompt: { aboveTokens: 100_000, price: USD_0_5 },
  },
  model('claude-sonnet-4-0', USD_3, K200, 32_000, 64_000),
  model('claude-sonnet-4-5', USD_3, K200, 32_000, 64_000),
  model('claude-sonnet-4-6', USD_3, K200, 32_000, 128_000),
  model('claude-sonnet-5', USD_2, M1, 64_000, 128_000),
  model('claude-sonnet-5-5', USD_2_READ_0_1, M1, 128_000, 128_000),
  model('claude-opus-4-5', USD_5, K200, 32_000, 64_000),
  model('claude-opus-4-6', USD_5, K200, 64_000, 128_000),
  model('claude-opus-4-7', USD_5, M1, 64_000, 128_000),
  model('claude-opus-4-8', USD_5, M1, 64_000, 128_000),
  model('claude-opus-5', USD_5, M1, 64_000, 128_000),
  model('claude-opus-5-5', USD_4, M1, 128_000, 128_000),
  model('claude-fable-5', USD_10, M1, 64_000, 128_000),
  model('claude-fable-5-1', USD_10_READ_0_25, M1, 64_000, 128_000),
  model('claude-fable-5-2', USD_8, M1, 128_000, 128_000),
  model('claude-mythos-5', USD_10, M1, 64_000, 128_000),
  model('claude-mythos-5-1', USD_10_READ_0_25, M1, 64_000, 128_000),
  model('claude-mythos-5-2', USD_8, M1, 128_000, 128_000),
];

/** Other names of the same model; the CLI sends them unchanged, so both spellings are priced. */
const DATED: ReadonlyMap<string, string> = new Map([
  ['claude-haiku-4-5-20251001', 'claude-haiku-4-5'],
  ['claude-sonnet-4-20250514', 'claude-sonnet-4-0'],
  ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5'],
  ['claude-opus-4-5-20251101', 'claude-opus-4-5'],
]);

/** What the CLI asks for when it is given a family's name (seen on the wire). */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['opus', 'claude-opus-5-5'],
  ['sonnet', 'claude-sonnet-5-5'],
  ['haiku', 'claude-haiku-5-5'],
  ['fable', 'claude-fable-5-2'],
]);

const BY_ID: ReadonlyMap<string, PricedModel> = new Map(MODELS.map((entry) => [entry.id, entry]));

/** The full names of all models that have a price, in no particular order. */
export const PRICED_MODELS: readonly string[] = [...BY_ID.keys(), ...DATED.keys()];

/**
 * The full model name behind a name in a profile: an alias such as `sonnet` or a full name.
 * Give the result, not the alias, to the CLI, so that the price and the model can't drift apart.
 */
export function resolveModel(name: string, own: PricedModel | null = null): string | Refusal {
  const found = pricedModel(name, own);
  return isRefusal(found) ? found : (ALIASES.get(name) ?? name);
}

/**
 * The price and limits of a model. A name without a price is refused: it can't be budgeted. `own` is what the
 * profile states; it cannot make a model cheaper that has a price here.
 */
export function pricedModel(name: string, own: PricedModel | null = null): PricedModel | Refusal {
  const id = ALIASES.get(name) ?? name;
  const found = BY_ID.get(DATED.get(id) ?? id);
  if (found) return found;
  if (own?.id === name) return own;
  return refuse(
    'model-without-price',
    `The model ${JSON.stringify(name.slice(0, 80))} has no price here, so a budget can't be kept.`,
    `Name one of ${[...ALIASES.keys(), ...BY_ID.keys()].join(', ')}, or state its \`price\` in the profile.`,
  );
}
