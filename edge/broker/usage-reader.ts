import { largerUsage, readUsage } from '../../core/pricing/read-usage.ts';
import type { Usage } from '../../core/pricing/prices.ts';

/** Reads the usage out of an answer while its bytes pass by. */
export type UsageReader = {
  push(chunk: Buffer): void;
  /** The usage seen, and whether the answer came to its proper end with all of its counts. */
  result(): { usage: Usage | null; complete: boolean };
};

/** No event that carries usage is near this long; longer lines are text that we needn't read. */
const LONGEST_LINE = 1_000_000;
/** The largest answer that isn't streamed; beyond it the reservation is the cost. */
const LONGEST_ANSWER = 16_000_000;

/**
 * For `text/event-stream`: usage comes with `message_start` and `message_delta`, nowhere else. Counts never go
 * down, and an answer with a count that is none is not complete: then the reservation is the cost.
 */
export function streamUsage(): UsageReader {
  let rest: Buffer = Buffer.alloc(0);
  let skipping = false;
  let usage: Usage | null = null;
  let counted = false;
  let broken = false;
  let ended = false;

  const take = (raw: unknown) => {
    if (raw === undefined || raw === null) return;
    const read = readUsage(raw, usage ?? undefined);
    if (read === null) broken = true;
    else usage = usage === null ? read : largerUsage(usage, read);
  };

  const line = (bytes: Buffer) => {
    if (!bytes.subarray(0, 5).equals(DATA)) return;
    const event = parsed(bytes.subarray(5).toString('utf8'));
    if (event?.['type'] === 'message_start') take((event['message'] as { usage?: unknown } | null)?.usage);
    if (event?.['type'] === 'message_delta') {
      take(event['usage']);
      // What the answer has cost is known from here on; at its start it is not.
      counted ||= (event['usage'] as { output_tokens?: unknown } | null)?.output_tokens !== undefined;
    }
    if (event?.['type'] === 'message_stop') ended = true;
  };

  return {
    push(chunk) {
      rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
        if (!skipping) line(rest.subarray(0, end));
        skipping = false;
        rest = rest.subarray(end + 1);
      }
      if (rest.length <= LONGEST_LINE) return;
      rest = Buffer.alloc(0);
      skipping = true;
    },
    result: () => ({ usage, complete: ended && counted && !broken && usage !== null }),
  };
}

/** For `application/json`: the whole answer is one object. */
export function wholeUsage(): UsageReader {
  const chunks: Buffer[] = [];
  let length = 0;
  return {
    push(chunk) {
      length += chunk.length;
      if (length <= LONGEST_ANSWER) chunks.push(chunk);
    },
    result() {
      const answer = length <= LONGEST_ANSWER ? parsed(Buffer.concat(chunks).toString('utf8')) : null;
      const usage = answer?.['type'] === 'message' ? readUsage(answer['usage']) : null;
      return { usage, complete: usage !== null };
    },
  };
}

const DATA = Buffer.from('data:');

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
