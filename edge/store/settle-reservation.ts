import { settlementOf, type Basis } from '../../core/ledger/settle.ts';
import { WINDOWS, type Window } from '../../core/ledger/windows.ts';
import type { JobState } from './job.ts';
import type { Sql, Value } from './sql.ts';

/** A reservation's row, as far as its windows are concerned. */
export type Subjects = {
  installationId: number;
  repositoryId: number;
  /** Null for a job from before the ledger. */
  actorId: number | null;
  actor: string;
  day: string;
  month: string;
};

/** The row of `budget_totals` that a window has for somebody: what is counted, of whom, and when. */
export function keyOf(window: Window, of: Subjects): [budget: Window, subject: string, period: string] {
  const { installationId, repositoryId, actorId, actor, day, month } = of;
  switch (window) {
    case 'user_per_day':
      // By number, since a login can be changed; in one installation, since another's spending is not theirs to see.
      return [window, `${installationId}/${actorId ?? actor}`, day];
    case 'repository_per_day':
      return [window, String(repositoryId), day];
    case 'installation_per_month':
      return [window, String(installationId), month];
  }
}

/** What whoever ends a job knows of its run. */
export type Spending = {
  /** What the run said that it cost, in US dollars, however that was read: it is bounded by what was reserved. */
  reportedUsd?: unknown;
  /** GitHub said that it starts none. Without that, a job that was being dispatched may have one. */
  noRun?: boolean;
};

/** How far a job had come when it ended. */
export type End = Spending & { from: JobState; runId: number | null };

type Held = Subjects & { reserved: number };

/**
 * Ends the reservation of a job that ends, in the transaction that ends the job: what was reserved for a run that
 * was never started is released, else what the run spent is settled.
 */
export async function closeReservation(sql: Sql, jobId: string, end: End, at: number): Promise<void> {
  const held = await sql.get<Held>(
    `SELECT reserved, installation_id AS "installationId", repository_id AS "repositoryId",
       actor_id AS "actorId", actor, day, month
     FROM reservations WHERE job_id = ? AND state = 'held'`,
    [jobId],
  );
  if (held === undefined) return;
  const closed = closingOf(held.reserved, end);
  const values: Value[] = [closed.state, closed.settled, closed.basis, at, jobId];
  const changed = await sql.run(
    `UPDATE reservations SET state = ?, settled = ?, basis = ?, ended_at = ? WHERE job_id = ? AND state = 'held'`,
    values,
  );
  if (changed === 0) return;
  for (const window of WINDOWS)
    await sql.run(
      `UPDATE budget_totals SET reserved = reserved - ?, spent = spent + ?
       WHERE budget = ? AND subject = ? AND period = ?`,
      [held.reserved, closed.settled, ...keyOf(window, held)],
    );
}

/** What becomes of a reservation of so many micro-dollars at the end of its job. */
export function closingOf(
  reserved: number,
  end: End,
): { state: 'settled' | 'released'; settled: number; basis: Basis | null } {
  if (!mayHaveRun(end)) return { state: 'released', settled: 0, basis: null };
  return { state: 'settled', ...settlementOf(reserved, end.reportedUsd) };
}

/** True unless there was no run for sure: one may have been started that nobody heard of. */
function mayHaveRun({ from, runId, noRun = false }: End): boolean {
  return runId !== null || !(noRun || BEFORE_A_RUN.includes(from));
}

const BEFORE_A_RUN: readonly JobState[] = ['authorised', 'awaiting_approval', 'reserved'];
