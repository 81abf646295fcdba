import { decideReservation } from '../../core/ledger/reserve.ts';
import type { Basis } from '../../core/ledger/settle.ts';
import { eachWindow, periodsOf, WINDOWS, type Caps, type Windows } from '../../core/ledger/windows.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { whyBeyondParent } from './envelope.ts';
import { openChange } from './change.ts';
import type { Held } from './job.ts';
import { keyOf, type Subjects } from './settle-reservation.ts';
import type { Database, Sql } from './sql.ts';

/** What a run may cost, and the limits that hold for it; micro-dollars. */
export type Budget = { amount: number; caps: Caps };

/** A reservation's row. Amounts are micro-dollars, times milliseconds since 1970. */
export type Reservation = Subjects & {
  jobId: string;
  reserved: number;
  settled: number;
  state: 'held' | 'settled' | 'released';
  /** What the settled amount rests on; null while held, and when nothing was spent. */
  basis: Basis | null;
  /** The caps that it was decided under. */
  caps: Caps;
  at: number;
  endedAt: number | null;
};

/** What a window holds, this reservation with it; micro-dollars. */
export type Standing = { spent: number; reserved: number };

export type Ledger = {
  /**
   * Decides on a reservation and keeps it, and moves the job from `from` (default: `authorised`) to `reserved`: both or none. A job that
   * is reserved keeps what it has. Null when the job is in another's hand, or beyond.
   */
  reserve(
    held: Held,
    budget: Budget,
    from?: 'authorised' | 'awaiting_approval',
  ): Promise<Reservation | Refusal | null>;
  of(jobId: string): Promise<Reservation | null>;
  /** What the windows of a reservation hold now. */
  standing(reservation: Reservation): Promise<Windows<Standing>>;
};

/** The table of reservations and the sums of their windows. */
export function openLedger(database: Database, now: () => number): Ledger {
  const change = openChange(database, now);
  return {
    reserve: (held, budget, from = 'authorised') =>
      database.transaction(async (sql) => {
        const job = await lockJob(sql, held, from);
        if (job === undefined) return null;
        if (job.state === 'reserved') return reservationOf(sql, held.jobId);
        const unfunded = await whyBeyondParent(sql, held.jobId, budget.amount);
        if (unfunded !== null) return unfunded;
        const at = now();
        const subjects: Subjects = { ...job, ...periodsOf(at) };
        const refusal = await decideWithin(sql, subjects, budget, at);
        if (isRefusal(refusal)) return refusal;
        await keep(sql, held.jobId, subjects, budget, at);
        await change.stateWithin(sql, held, [from], 'reserved', null);
        return reservationOf(sql, held.jobId);
      }),
    of: (jobId) => reservationOf(database, jobId),
    standing: (reservation) => standingOf(database, reservation),
  };
}

type LockedJob = Omit<Subjects, 'day' | 'month'> & { state: 'authorised' | 'awaiting_approval' | 'reserved' };

/** Nobody else changes the job until the transaction ends. Jobs are locked before sums, here and at their end. */
function lockJob(sql: Sql, { jobId, attempt }: Held, from: string): Promise<LockedJob | undefined> {
  return sql.get<LockedJob>(
    `UPDATE jobs SET attempt = attempt
     WHERE job_id = ? AND attempt = ? AND state IN (?, 'reserved')
     RETURNING state, installation_id AS "installationId", repository_id AS "repositoryId",
       actor_id AS "actorId", actor`,
    [jobId, attempt, from],
  );
}

/** Locks the sums of each window, made if need be, and decides on what they hold. */
async function decideWithin(sql: Sql, subjects: Subjects, { amount, caps }: Budget, at: number) {
  const found = new Map<string, Standing>();
  for (const window of WINDOWS) {
    const row = await sql.get<Standing>(
      `INSERT INTO budget_totals (budget, subject, period) VALUES (?, ?, ?)
       ON CONFLICT (budget, subject, period) DO UPDATE SET spent = budget_totals.spent
       RETURNING spent, reserved`,
      keyOf(window, subjects),
    );
    if (row) found.set(window, row);
  }
  // A sum that is missing is no sum at all, and nothing fits beside it.
  const sums = (of: keyof Standing) => eachWindow((window) => found.get(window)?.[of] ?? Number.NaN);
  return decideReservation({
    wanted: amount,
    caps,
    spent: sums('spent'),
    reserved: sums('reserved'),
    now: at,
  });
}

async function keep(sql: Sql, jobId: string, subjects: Subjects, { amount, caps }: Budget, at: number) {
  const { repositoryId, installationId, actorId, actor, day, month } = subjects;
  await sql.run(
    `INSERT INTO reservations (job_id, repository_id, installation_id, actor_id, actor, day, month, reserved,
       ${WINDOWS.join(', ')}, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      jobId,
      repositoryId,
      installationId,
      actorId,
      actor,
      day,
      month,
      amount,
      ...WINDOWS.map((window) => caps[window]),
      at,
    ],
  );
  for (const window of WINDOWS)
    await sql.run(
      `UPDATE budget_totals SET reserved = reserved + ? WHERE budget = ? AND subject = ? AND period = ?`,
      [amount, ...keyOf(window, subjects)],
    );
}

type Row = Omit<Reservation, 'caps'> & Caps;

async function reservationOf(sql: Sql, jobId: string): Promise<Reservation | null> {
  const row = await sql.get<Row>(
    `SELECT job_id AS "jobId", repository_id AS "repositoryId", installation_id AS "installationId",
       actor_id AS "actorId", actor, day, month, reserved, settled, state, basis, ${WINDOWS.join(', ')}, at,
       ended_at AS "endedAt"
     FROM reservations WHERE job_id = ?`,
    [jobId],
  );
  if (row === undefined) return null;
  const { user_per_day, repository_per_day, installation_per_month, ...reservation } = row;
  return { ...reservation, caps: { user_per_day, repository_per_day, installation_per_month } };
}

async function standingOf(sql: Sql, reservation: Reservation): Promise<Windows<Standing>> {
  const found = new Map<string, Standing>();
  for (const window of WINDOWS) {
    const row = await sql.get<Standing>(
      `SELECT spent, reserved FROM budget_totals WHERE budget = ? AND subject = ? AND period = ?`,
      keyOf(window, reservation),
    );
    if (row) found.set(window, row);
  }
  return eachWindow((window) => found.get(window) ?? { spent: 0, reserved: 0 });
}
