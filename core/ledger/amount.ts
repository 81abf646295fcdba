import { z } from 'zod';

/** Money is counted in whole micro-dollars: integers add up exactly, and their sums stay far below 2^53. */
const MICRO_PER_DOLLAR = 1_000_000;
/** No amount is larger, in US dollars. */
const MOST_DOLLARS = 1_000_000;

/** An amount as people write it: `5`, `0.25` or `$5`. */
export const WrittenAmount = z.union([
  z.number().min(0.000001).max(MOST_DOLLARS),
  z.string().regex(/^\$(?=.*[1-9])\d{1,6}(?:\.\d{1,6})?$/),
]);
export type WrittenAmount = z.infer<typeof WrittenAmount>;

/** A limit in micro-dollars; what is finer than that is cut off. */
export function microLimit(written: WrittenAmount): number {
  const dollars = typeof written === 'number' ? written : Number(written.slice(1));
  return Math.floor(nanoOf(dollars) / 1000);
}

/** What something costs in micro-dollars, rounded up; null for what is no amount of money. */
export function microCost(dollars: unknown): number | null {
  if (typeof dollars !== 'number' || !Number.isFinite(dollars)) return null;
  if (dollars < 0 || dollars > MOST_DOLLARS) return null;
  return Math.max(0, Math.ceil(nanoOf(dollars) / 1000));
}

/** Micro-dollars in US dollars, for people. */
export function dollarsIn(micro: number): number {
  return micro / MICRO_PER_DOLLAR;
}

/** Rounded, so that the 1.1 of a binary fraction is not taken for a little more. */
function nanoOf(dollars: number): number {
  return Math.round(dollars * 1e9);
}
