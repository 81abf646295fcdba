import type { Refusal } from '../../core/refusal.ts';
import { Fault } from '../../core/fault.ts';

/** One thing that the doctor looked at. `mend`: what to do about it; null where nothing is wrong. */
export type Finding = { area: string; level: 'ok' | 'warn' | 'fail'; told: string; mend: string | null };

/** All is well. */
export function ok(area: string, told: string): Finding {
  return { area, level: 'ok', told, mend: null };
}

/** It works, but somebody should know. */
export function warn(area: string, told: string, mend: string): Finding {
  return { area, level: 'warn', told, mend };
}

/** It does not work. */
export function fail(area: string, told: string, mend: string): Finding {
  return { area, level: 'fail', told, mend };
}

/** A refusal as a finding: in the words that a run would end with. */
export function refused(area: string, { because, remedy }: Refusal): Finding {
  return fail(area, because, remedy);
}

/** An accident as a finding; anything else is a bug and is thrown again. */
export function failedBy(area: string, error: unknown): Finding {
  if (error instanceof Fault) return fail(area, error.message, error.remedy);
  throw error;
}
