import { spentIn } from './envelopes.ts';
import type { Members } from './member.ts';

/** What a worker is expected to need and may have at most, in micro-dollars. */
export type Estimate = { readonly needs: number; readonly most: number };

/**
 * What a worker of a profile will cost: what was asked for it, else the median of those of its profile that finished in
 * this fleet, else the profile's whole budget; never more than that. Only where the median is what is known may it have
 * more than it is expected to need: half of them cost more than the median.
 */
export function estimateOf(
  members: Members,
  agent: string,
  { asked, profile }: { asked: number | null; profile: number },
): Estimate {
  if (asked !== null) return { needs: Math.min(asked, profile), most: Math.min(asked, profile) };
  const known = median(
    [...members.values()]
      .filter((member) => member.agent === agent && member.state === 'finished')
      .map(({ actor }) => spentIn(members, actor)),
  );
  // Free as the finished ones may have been, nothing is held for nobody.
  return { needs: Math.max(1, Math.min(known ?? profile, profile)), most: profile };
}

/** The middle one, or what lies between the two in the middle, rounded up; null of nothing. */
function median(amounts: number[]): number | null {
  const sorted = amounts.toSorted((one, other) => one - other);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : Math.ceil((low + high) / 2);
}

/**
 * The envelope of a worker that fits: as much of what it may have as half of what is left pays for, so that its lead and
 * its peers go on, and never less than it is expected to need.
 */
export function envelopeOf({ needs, most }: Estimate, left: number): number {
  return Math.min(most, Math.max(needs, Math.floor(left / 2)));
}
