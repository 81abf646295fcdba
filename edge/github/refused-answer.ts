type Answered = { status: number; response: { headers?: Record<string, unknown>; data?: unknown } };

/** The status of an answer of GitHub's; undefined when there was none: Octokit gives a network failure the status 500. */
export function statusIn(error: unknown): number | undefined {
  return answeredIn(error)?.status;
}

/**
 * When a call that was refused for a limit may be repeated, in milliseconds since 1970: what GitHub says, or null where
 * it says nothing. Undefined for any other failure.
 */
export function limitedUntil(error: unknown, now: number): number | null | undefined {
  const answer = answeredIn(error);
  if (answer === undefined || (answer.status !== 403 && answer.status !== 429)) return undefined;
  const { headers = {}, data } = answer.response;
  const after = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(after) && after >= 0) return now + after * 1000;
  const reset = Number(headers['x-ratelimit-reset']);
  if (String(headers['x-ratelimit-remaining']) === '0' && Number.isFinite(reset))
    return Math.max(now, reset * 1000) + 1000;
  const message = (data as { message?: unknown } | undefined)?.message;
  const isLimit = answer.status === 429 || (typeof message === 'string' && /secondary rate/i.test(message));
  return isLimit ? null : undefined;
}

function answeredIn(error: unknown): Answered | undefined {
  const candidate = error as Partial<Answered> | null;
  const isAnswer = error instanceof Error && typeof candidate?.status === 'number' && candidate.response;
  return isAnswer ? (candidate as Answered) : undefined;
}
