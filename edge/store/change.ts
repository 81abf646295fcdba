import { isTerminal, type Held, type JobState } from './job.ts';
import { closeReservation, type Spending } from './settle-reservation.ts';
import type { Database, Sql } from './sql.ts';

/** What else is known when a state changes. */
export type News = {
  /** The run that was started. */
  run?: { runId: number; url: string };
  /** Of a job that ends. */
  spending?: Spending;
};

export type Change = {
  /** Adds a line to the job's history. */
  note(sql: Sql, jobId: string, from: JobState | null, to: JobState, cause: string | null): Promise<void>;
  /**
   * Moves a held job from one of `allowed` and notes it; a terminal state ends its reservation, too: all or nothing.
   * False when nothing was done.
   */
  state(
    held: Held,
    allowed: readonly JobState[],
    to: JobState,
    cause: string | null,
    news?: News,
  ): Promise<boolean>;
  /** `state` as a part of a transaction. */
  stateWithin(sql: Sql, ...move: Parameters<Change['state']>): Promise<boolean>;
};

/** How the state of a job changes. */
export function openChange(database: Database, now: () => number): Change {
  const note: Change['note'] = async (sql, jobId, from, to, cause) => {
    await sql.run(
      `INSERT INTO transitions (job_id, from_state, to_state, at, cause) VALUES (?, ?, ?, ?, ?)`,
      [jobId, from, to, now(), cause],
    );
  };
  const stateWithin: Change['stateWithin'] = async (
    sql,
    { jobId, attempt },
    allowed,
    to,
    cause,
    news = {},
  ) => {
    const { run, spending = {} } = news;
    const where = `job_id = ? AND attempt = ?`;
    const row = await sql.get<{ state: JobState; runId: number | null }>(
      `SELECT state, run_id AS "runId" FROM jobs WHERE ${where}`,
      [jobId, attempt],
    );
    if (row === undefined || !allowed.includes(row.state)) return false;
    const { state: from, runId } = row;
    const changed = await sql.run(
      `UPDATE jobs SET state = ?, cause = ?, updated_at = ? WHERE ${where} AND state = ?`,
      [to, cause, now(), jobId, attempt, from],
    );
    if (changed === 0) return false;
    if (run) {
      await sql.run(`UPDATE jobs SET run_id = ?, run_url = ? WHERE job_id = ?`, [run.runId, run.url, jobId]);
    }
    if (isTerminal(to)) await closeReservation(sql, jobId, { ...spending, from, runId }, now());
    await note(sql, jobId, from, to, cause);
    return true;
  };
  return {
    note,
    stateWithin,
    state: (...move) => database.transaction((sql) => stateWithin(sql, ...move)),
  };
}
