import { z } from 'zod';

export const Name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
/** A name of `holes/names.ts`; who reads a file tells a wrong one with the nearest that there is. */
export const Hole = z.string().regex(/^[a-z][a-z-]{0,39}$/);
export const Text = z.string().max(200_000);
export const Pattern = z.string().min(1).max(500).refine(isPattern, 'not a regular expression');

export const Outcome = z.enum(['success', 'failed', 'refused', 'cancelled', 'timed_out']);

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'mu') instanceof RegExp;
  } catch {
    return false;
  }
}
