/** A version waits so long before we take it: what is malicious or broken has mostly been found by then. */
const COOL_DOWN_MS = 7 * 86_400_000;

/**
 * The newest version that all packages have, each for a week, and that is newer than `current`; null when there is
 * none. `released`: for each package, when (ISO 8601) each version came out, as `npm view NAME time` says. `now` in
 * milliseconds since 1970.
 */
export function nextVersion(
  released: readonly Record<string, string>[],
  current: string,
  now: number,
): string | null {
  const [first = {}] = released;
  const ripe = Object.keys(first)
    .filter((version) => numbers(version) !== null)
    .filter((version) => released.every((times) => isRipe(times[version], now)))
    .filter((version) => compare(version, current) > 0);
  return ripe.toSorted(compare).at(-1) ?? null;
}

function isRipe(time: string | undefined, now: number): boolean {
  // An unreadable time is NaN, and older than nothing.
  return time !== undefined && now - Date.parse(time) >= COOL_DOWN_MS;
}

/** Its three numbers; null for what is no plain version, such as `created` or a pre-release. */
function numbers(version: string): number[] | null {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  return match === null ? null : match.slice(1).map(Number);
}

function compare(one: string, other: string): number {
  const [mine, theirs] = [numbers(one) ?? [], numbers(other) ?? []];
  for (const at of [0, 1, 2]) {
    const difference = (mine[at] ?? 0) - (theirs[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
