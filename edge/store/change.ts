import type { Held, JobState } from './job.ts';
import type { Database, Sql } from './sql.ts';

export type Change = {
  /** Adds a line to the job's history. */
  note(sql: Sql, jobId: string, from: JobState | null, to: JobState, cause: string | null): Promise<void>;
  /** Moves a held job from one of `allowed` and notes it: both or none. False when nothing was done. */
  state(
    held: Held,
    allowed: readonly JobState[],
    to: JobState,
    cause: string | null,
    run?: { runId: number; url: string },
  ): Promise<boolean>;
  /** The same as part of a transaction that does more. */
  stateIn(sql: Sql, ...change: Parameters<Change['state']>): Promise<boolean>;
};

/** How the state of a job changes. */
export function openChange(database: Database, now: () => number): Change {
  const note: Change['note'] = async (sql, jobId, from, to, cause) => {
    await sql.run(
      `INSERT INTO transitions (job_id, from_state, to_state, at, cause) VALUES (?, ?, ?, ?, ?)`,
      [jobId, from, to, now(), cause],
    );
  };
  const stateIn: Change['stateIn'] = async (sql, { jobId, attempt }, allowed, to, cause, run) => {
    const where = `job_id = ? AND attempt = ?`;
    const row = await sql.get<{ state: JobState }>(`SELECT state FROM jobs WHERE ${where}`, [jobId, attempt]);
    const from = row?.state;
    if (from === undefined || !allowed.includes(from)) return false;
    const changed = await sql.run(
      `UPDATE jobs SET state = ?, cause = ?, updated_at = ? WHERE ${where} AND state = ?`,
      [to, cause, now(), jobId, attempt, from],
    );
    if (changed === 0) return false;
    if (run) {
      await sql.run(`UPDATE jobs SET run_id = ?, run_url = ? WHERE job_id = ?`, [run.runId, run.url, jobId]);
    }
    await note(sql, jobId, from, to, cause);
    return true;
  };
  return {
    note,
    stateIn,
    state: (...change) => database.transaction((sql) => stateIn(sql, ...change)),
  };
}
