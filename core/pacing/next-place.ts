/** At most so many within so many milliseconds, wherever one begins to count. */
export type Limit = { readonly most: number; readonly within: number };

/**
 * The time at which one more may be taken without breaking a limit: `now`, or later. `taken` are the times of those
 * before, oldest first. All times are milliseconds.
 */
export function nextPlace(taken: readonly number[], limits: readonly Limit[], now: number): number {
  const free = limits.map(({ most, within }) => (taken.at(-most) ?? -Infinity) + within);
  return Math.max(now, ...free);
}

/** How many more may be taken now. */
export function placesLeft(taken: readonly number[], limits: readonly Limit[], now: number): number {
  const left = limits.map(({ most, within }) => most - taken.filter((at) => at > now - within).length);
  return Math.max(0, Math.min(...left));
}

/** What part of the fullest limit is left now: 0 to 1; 1 without a limit. */
export function partLeft(taken: readonly number[], limits: readonly Limit[], now: number): number {
  const parts = limits.map((limit) => placesLeft(taken, [limit], now) / limit.most);
  return Math.min(1, ...parts);
}

/** The times that a limit still counts. */
export function stillCounted(taken: readonly number[], limits: readonly Limit[], now: number): number[] {
  const longest = Math.max(0, ...limits.map(({ within }) => within));
  return taken.filter((at) => at > now - longest);
}
