import type { Observed } from '../observed.ts';

/** A run that took longer than it may. */
export function time({ scenario, tookMs }: Observed): string[] {
  const most = scenario.oracles.time?.seconds;
  if (most === undefined || tookMs <= most * 1000) return [];
  return [`the run took ${Math.round(tookMs / 1000)} s; it may take ${most} s`];
}
