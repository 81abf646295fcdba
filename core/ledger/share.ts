/** Less than this, in micro-dollars, starts no run: not even its first request would fit. */
export const LEAST_SHARE = 10_000;

/**
 * Divides what is left of a budget among jobs that each want at most so much; micro-dollars, in the order of the jobs.
 * Each has an equal share of what those before it left over; together they never have more than there is.
 */
export function sharesOf(left: number, wanted: readonly number[]): number[] {
  let rest = Math.max(0, left);
  return wanted.map((most, at) => {
    const share = Math.min(most, Math.floor(rest / (wanted.length - at)));
    rest -= share;
    return share;
  });
}
