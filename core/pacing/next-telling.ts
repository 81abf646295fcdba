/** No job's progress is told more often, in milliseconds. */
export const PROGRESS_EVERY_MS = 10_000;
/** While nothing may be told, how it stands is looked at after so many milliseconds. */
const LOOK_AGAIN_MS = 60_000;
/** Of what GitHub lets us write, this part is for answers and ends. */
const KEPT = 1 / 4;
/** What has run long changes little within ten seconds: it is told after a twentieth of the time it took so far. */
const AGE_PART = 1 / 20;

/** Of what an installation may write within an hour (500), so much is for news of its runs, by all replicas together. */
const NEWS_PER_HOUR = 400;

/** What part of that is left: 0 to 1. `written`: calls for news within the last hour. */
export function newsLeft(written: number): number {
  return Math.max(0, 1 - written / NEWS_PER_HOUR);
}

/** When a job began its state and was told of last, and what part of GitHub's limits for content is left: 0 to 1. */
export type Telling = { readonly began: number; readonly told: number; readonly left: number };

/**
 * The time at which a job's progress may be told again; times are milliseconds since 1970. Ten seconds after the last
 * time; later for a job that has run long, and the later the less is left of the limits. With a quarter left, none is
 * told. What is no number counts as nothing left.
 */
export function nextTelling({ began, told, left }: Telling, now: number): number {
  const room = (Math.min(1, left) - KEPT) / (1 - KEPT);
  if (!(room > 0)) return now + LOOK_AGAIN_MS;
  const pause = Math.max(PROGRESS_EVERY_MS, (told - began) * AGE_PART);
  return told + Math.ceil(pause / room);
}
