/** What a process held at a time: `at` in milliseconds, `bytes`. */
export type Sample = { at: number; bytes: number };

/** How a process' memory went, after its warm-up. */
export type Trend = {
  /** The median of what it held, in bytes. */
  held: number;
  /** By how many bytes it grew over the time looked at, by the median of all slopes: single peaks do not count. */
  growth: number;
  isFlat: boolean;
};

/** The first part of the time fills caches, compiles code and opens connections. */
const WARM_UP = 0.3;
/** What a healthy process may seem to grow by: this part of what it holds, or these bytes, whichever is more. */
export type Tolerance = { part: number; bytes: number };

/** The trend of these samples, which are in the order of time. Throws when there are too few to tell. */
export function trendOf(samples: readonly Sample[], tolerance: Tolerance): Trend {
  const all = samples.slice(Math.floor(samples.length * WARM_UP));
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined || all.length < 4)
    throw new Error(`${samples.length} samples are too few to tell a trend`);
  const slopes = all.flatMap((one, index) =>
    all.slice(index + 1).map((other) => (other.bytes - one.bytes) / (other.at - one.at)),
  );
  const held = median(all.map(({ bytes }) => bytes));
  const growth = median(slopes) * (last.at - first.at);
  return { held, growth, isFlat: growth <= Math.max(tolerance.bytes, tolerance.part * held) };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
