import { endOf, type Observed } from '../observed.ts';

/** An outcome that the run must not have. */
export function state(seen: Observed): string[] {
  const end = endOf(seen);
  const never: readonly string[] = seen.scenario.oracles.state?.never ?? [];
  return end !== null && never.includes(end.outcome) ? [`the run ended as ${end.outcome}`] : [];
}
