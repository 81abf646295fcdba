import type { Usage } from './prices.ts';

/**
 * Reads the `usage` object of the Messages API. In a stream the counts come twice, in `message_start`
 * and as totals in `message_delta`: give the first reading as `before` and the later counts win.
 * Returns null when it isn't a usage object with whole, non-negative, possible counts.
 */
export function readUsage(raw: unknown, before?: Usage): Usage | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const fields = raw as Record<string, unknown>;
  const inputTokens = count(fields['input_tokens'], before?.inputTokens);
  const outputTokens = count(fields['output_tokens'], before?.outputTokens);
  const cacheReadTokens = count(fields['cache_read_input_tokens'], before?.cacheReadTokens ?? 0);
  const written = count(
    fields['cache_creation_input_tokens'],
    (before?.cacheWrite5mTokens ?? 0) + (before?.cacheWrite1hTokens ?? 0),
  );
  const split = (fields['cache_creation'] ?? {}) as Record<string, unknown>;
  const fiveMinutes = count(split['ephemeral_5m_input_tokens'], before?.cacheWrite5mTokens ?? 0);
  if (
    inputTokens === null ||
    outputTokens === null ||
    cacheReadTokens === null ||
    written === null ||
    fiveMinutes === null
  ) {
    return null;
  }
  // Written tokens that aren't known to be short-lived are taken as the dearer, long-lived kind.
  const cacheWrite5mTokens = Math.min(fiveMinutes, written);
  const cacheWrite1hTokens = written - cacheWrite5mTokens;
  return { inputTokens, outputTokens, cacheWrite5mTokens, cacheWrite1hTokens, cacheReadTokens };
}

/** The larger counts of two readings of one answer: what is written to a cache is split as the larger one says. */
export function largerUsage(one: Usage, other: Usage): Usage {
  const written = (usage: Usage) => usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  const { cacheWrite5mTokens, cacheWrite1hTokens } = written(other) < written(one) ? one : other;
  return {
    inputTokens: Math.max(one.inputTokens, other.inputTokens),
    outputTokens: Math.max(one.outputTokens, other.outputTokens),
    cacheReadTokens: Math.max(one.cacheReadTokens, other.cacheReadTokens),
    cacheWrite5mTokens,
    cacheWrite1hTokens,
  };
}

/** Counts beyond it are no counts; up to it all prices add up exactly. */
const MOST_TOKENS = 1_000_000_000_000;

function count(value: unknown, fallback: number | undefined): number | null {
  if (value === undefined || value === null) return fallback ?? null;
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_TOKENS
    ? (value as number)
    : null;
}
