import type { RunEvent } from '../events/run-event.ts';
import { counted } from '../output/amounts.ts';
import { refuse, type Refusal } from '../refusal.ts';

/** How many calls there were: those with a verdict, and those of them that came to a result. */
export type CallCounts = { readonly asked: number; readonly ended: number };

export const noCalls: CallCounts = { asked: 0, ended: 0 };

/**
 * Counts what the CLI's own stream says of calls. A result of a call that nobody asked us about is one that
 * the CLI refused by itself; it is recorded as asked and refused.
 */
export function withEvent(counts: CallCounts, event: RunEvent, wasAsked: (callId: string) => boolean) {
  if (event.kind === 'question') return { ...counts, asked: counts.asked + 1 };
  if (event.kind !== 'call-result') return counts;
  return wasAsked(event.callId)
    ? { ...counts, ended: counts.ended + 1 }
    : { ...counts, asked: counts.asked + 1 };
}

/** Refuses a run with `record-mismatch` unless its record holds as many calls as the CLI's stream. */
export function recordMismatch(stream: CallCounts, records: CallCounts): Refusal | null {
  if (stream.asked === records.asked && stream.ended === records.ended) return null;
  const said = (counts: CallCounts) => `${counted(counts.asked, 'call')} (${counts.ended} ended)`;
  return refuse(
    'record-mismatch',
    `The claude CLI told of ${said(stream)}, and the run's record holds ${said(records)}.`,
    'Do not rely on what this run did: its record is not whole. Report this with the log of the run.',
  );
}
