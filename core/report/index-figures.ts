import type { RunRow } from './run-row.ts';

/** What the runs of one agent on one day came to. */
export type SpendRow = {
  readonly day: string;
  readonly agent: string;
  runs: number;
  costUsd: number;
  /** Runs whose cost nobody knows; they are not in `costUsd`. */
  unknown: number;
};

/** Spend by day, latest first, and agent. A run without a day is under `unknown`. */
export function spendPerDay(runs: readonly RunRow[]): SpendRow[] {
  const rows = new Map<string, SpendRow>();
  for (const run of runs) {
    const day = run.day ?? 'unknown';
    const key = `${day} ${run.agent}`;
    const row = rows.get(key) ?? { day, agent: run.agent, runs: 0, costUsd: 0, unknown: 0 };
    rows.set(key, row);
    row.runs += 1;
    if (run.costUsd === null) row.unknown += 1;
    else row.costUsd += run.costUsd;
  }
  const order = (one: SpendRow, other: SpendRow) =>
    compare(other.day, one.day) || compare(one.agent, other.agent);
  return [...rows.values()].toSorted(order);
}

/** Refused calls by rule, most first, with how many runs met the rule. */
export function refusalsPerRule(runs: readonly RunRow[]): { rule: string; calls: number; runs: number }[] {
  const rules = new Map<string, { rule: string; calls: number; runs: number }>();
  for (const run of runs)
    for (const [rule, calls] of Object.entries(run.rules)) {
      const row = rules.get(rule) ?? { rule, calls: 0, runs: 0 };
      rules.set(rule, row);
      row.calls += calls;
      row.runs += 1;
    }
  return [...rules.values()].toSorted(
    (one, other) => other.calls - one.calls || compare(one.rule, other.rule),
  );
}

/** The runs that took longest. */
export function slowest(runs: readonly RunRow[], most = 10): RunRow[] {
  return runs.toSorted((one, other) => other.durationMs - one.durationMs).slice(0, most);
}

/** The runs that cost most; those whose cost nobody knows are not among them. */
export function dearest(runs: readonly RunRow[], most = 10): RunRow[] {
  return runs
    .filter(({ costUsd }) => costUsd !== null)
    .toSorted((one, other) => (other.costUsd ?? 0) - (one.costUsd ?? 0))
    .slice(0, most);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
