const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Content that one installation may make: GitHub's documented secondary limits. */
const LIMITS = [
  { most: 80, within: MINUTE_MS },
  { most: 500, within: HOUR_MS },
];

/** Null for a call that makes or changes something and passes, else the seconds to wait. `who` is the same object for the same caller. */
export type ContentLimit = (who: object) => number | null;

/**
 * Counts the calls of each caller, by `now` (milliseconds since 1970). A refused
 * call counts, too: whoever does not wait stays out.
 */
export function openContentLimit(now: () => number): ContentLimit {
  const made = new WeakMap<object, number[]>();
  return (who) => {
    const recent = (made.get(who) ?? []).filter((at) => now() - at < HOUR_MS);
    recent.push(now());
    made.set(who, recent);
    const over = LIMITS.find(({ most, within }) => now() - (recent.at(-1 - most) ?? -Infinity) < within);
    return over === undefined ? null : Math.ceil(over.within / 1000);
  };
}
