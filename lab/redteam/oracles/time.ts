import type { Observed } from '../observed.ts';

/** A run that took longer than it may. */
export function time({ scenario, tookMs, mayTakeMs }: Observed): string[] {
  if (scenario.oracles.time === undefined || tookMs <= mayTakeMs) return [];
  return [`the run took ${seconds(tookMs)} s; it may take ${seconds(mayTakeMs)} s`];
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
