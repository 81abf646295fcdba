import type { AuditEntry } from '../audit/entry.ts';
import type { Outcome, Result } from '../output/result.ts';

/** One run among many. */
export type RunRow = {
  readonly name: string;
  /** The page of the run, relative to that of the index; null when there is none yet. */
  readonly page: string | null;
  readonly agent: string;
  readonly outcome: Outcome;
  /** The day (UTC) on which it began; null when no record says so. */
  readonly day: string | null;
  readonly costUsd: number | null;
  readonly durationMs: number;
  readonly tainted: boolean;
  readonly refused: number;
  /** Refused calls by the rule that refused them. */
  readonly rules: Readonly<Record<string, number>>;
};

/** What a record adds to the row of its run. */
export type RowCount = { readonly day: string | null; readonly rules: Record<string, number> };

export function noRowCount(): RowCount {
  return { day: null, rules: Object.create(null) as Record<string, number> };
}

/** Counts one entry of a record, in their order. */
export function countedRow(count: RowCount, entry: AuditEntry): RowCount {
  if (entry.type === 'start') return { ...count, day: entry.at.slice(0, 10) };
  if (entry.type === 'asked' && entry.verdict === 'deny')
    count.rules[entry.rule] = (count.rules[entry.rule] ?? 0) + 1;
  return count;
}

/** The row of one run, of its result and what its record adds up to. */
export function runRow(name: string, page: string | null, result: Result, count: RowCount): RunRow {
  return {
    name,
    page,
    agent: result.agent,
    outcome: result.outcome,
    day: count.day,
    costUsd: result.cost_usd,
    durationMs: result.duration_ms,
    tainted: result.tainted !== undefined,
    refused: result.calls.refused,
    rules: count.rules,
  };
}
