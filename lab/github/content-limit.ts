import { failure, type Answer } from './answer.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Content that one installation may make: GitHub's documented secondary limits. */
const LIMITS = [
  { most: 80, within: MINUTE_MS },
  { most: 500, within: HOUR_MS },
];

/** Null for a call that makes or changes something and passes, else GitHub's refusal of it. `who` is the same object for the same caller. */
export type ContentLimit = (who: object) => Answer | null;

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
    return over === undefined ? null : secondary(Math.ceil(over.within / 1000));
  };
}

/** What GitHub says of a secondary limit. */
function secondary(seconds: number): Answer {
  const message =
    'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry ' +
    'your request again later. If you reach out to GitHub Support for help, please include the request ID.';
  const documentation_url =
    'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits';
  const { body } = failure(403, message);
  return {
    status: 403,
    body: { ...(body as object), documentation_url },
    headers: { 'retry-after': String(seconds) },
  };
}
