import { microCost } from './amount.ts';

/**
 * What a settled amount rests on: `reported` by the run; `bounded`, since the run reported more than was reserved;
 * or `assumed`, since nothing that could be read was reported.
 */
export type Basis = 'reported' | 'bounded' | 'assumed';

/**
 * What of a reservation (micro-dollars) a run is taken to have spent, by the cost in US dollars that it reported. The
 * report comes from the run and may be anything: what is no amount counts as all of the reservation, and so does what
 * is more.
 */
export function settlementOf(reserved: number, reportedUsd: unknown): { settled: number; basis: Basis } {
  const reported = microCost(reportedUsd);
  if (reported === null) return { settled: reserved, basis: 'assumed' };
  return reported > reserved
    ? { settled: reserved, basis: 'bounded' }
    : { settled: reported, basis: 'reported' };
}
