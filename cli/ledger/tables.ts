import { dollarsIn } from '../../core/ledger/amount.ts';
import type { Window } from '../../core/ledger/windows.ts';
import { dollars } from '../../core/output/amounts.ts';
import type { Group, Held, Sum } from '../../edge/store/ledger-report.ts';
import { table } from '../table.ts';

/** What `dispatch ledger` found. */
export type Report = {
  sums: Partial<Record<Group, Sum[]>>;
  held: Held[];
  /** Windows whose sums are not those of their reservations. */
  wrong: Window[];
};

/** The sums of a group as a table, the newest period first. */
export function sumTable(group: Group, sums: readonly Sum[]): string {
  const period = group === 'installation' ? 'MONTH' : 'DAY';
  if (sums.length === 0) return `By ${group}: no run yet.\n`;
  const rows = sums.map(({ period, of, runs, spent, reserved }) => [
    period,
    of,
    String(runs),
    shown(spent),
    shown(reserved),
  ]);
  return table([period, group.toUpperCase(), 'RUNS', 'SPENT', 'RESERVED'], rows);
}

/** The reservations that are held as a table, the oldest first. */
export function heldTable(held: readonly Held[]): string {
  const rows = held.map(({ jobId, repository, actor, state, reserved, at }) => [
    jobId,
    repository,
    actor,
    state ?? 'unknown',
    shown(reserved),
    new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
  ]);
  return table(['JOB', 'REPOSITORY', 'USER', 'STATE', 'RESERVED', 'SINCE'], rows);
}

function shown(micro: number): string {
  return dollars(dollarsIn(micro));
}
