import type { Database } from './sql.ts';

/** What was told of a job's progress; times are milliseconds since 1970. `stopped`: no more of it is told. */
export type Told = { toldAt: number | null; nextAt: number; stopped: boolean };

export type ProgressTold = {
  /**
   * Jobs that wait for a runner or run, have been in their state since `since` or longer, and of which is to be told
   * now; the longest due first.
   */
  due(since: number): Promise<{ jobId: string; repositoryId: number }[]>;
  /** Takes the telling in hand, of which the next comes not before `nextAt`. False when another has it, or none is due. */
  claim(jobId: string, nextAt: number): Promise<boolean>;
  of(jobId: string): Promise<Told | null>;
  /** Notes that so many calls are about to be made in an installation to tell progress, by whichever replica. */
  writing(installationId: number, calls: number): Promise<void>;
  /** How many there were within the last hour. */
  written(installationId: number): Promise<number>;
  /** It is told not before `nextAt`. */
  postpone(jobId: string, nextAt: number): Promise<void>;
  /** It was told now, and is told again not before `nextAt`. */
  told(jobId: string, nextAt: number): Promise<void>;
  /** Its end was asked for: until it comes, nothing else is told. */
  stop(jobId: string): Promise<void>;
};

const HOUR_MS = 3_600_000;

/** The tables of what was told while jobs run. */
export function openProgress(database: Database, now: () => number): ProgressTold {
  return {
    due: (since) =>
      database.all(
        `SELECT jobs.job_id AS "jobId", jobs.repository_id AS "repositoryId"
         FROM jobs LEFT JOIN progress USING (job_id)
         WHERE jobs.state IN ('dispatched', 'running') AND jobs.updated_at <= ?
           AND (next_at IS NULL OR (stopped = 0 AND next_at <= ?))
         ORDER BY COALESCE(next_at, 0), jobs.updated_at LIMIT 100`,
        [since, now()],
      ),
    async claim(jobId, nextAt) {
      const changed = await database.run(
        `INSERT INTO progress (job_id, next_at) VALUES (?, ?)
         ON CONFLICT (job_id) DO UPDATE SET next_at = excluded.next_at
         WHERE progress.stopped = 0 AND progress.next_at <= ?`,
        [jobId, nextAt, now()],
      );
      return changed > 0;
    },
    async of(jobId) {
      const row = await database.get<Omit<Told, 'stopped'> & { stopped: number }>(
        `SELECT told_at AS "toldAt", next_at AS "nextAt", stopped FROM progress WHERE job_id = ?`,
        [jobId],
      );
      return row ? { ...row, stopped: row.stopped === 1 } : null;
    },
    async writing(installationId, calls) {
      await database.run(`DELETE FROM tellings WHERE at <= ?`, [now() - HOUR_MS]);
      await database.run(`INSERT INTO tellings (installation_id, at, writes) VALUES (?, ?, ?)`, [
        installationId,
        now(),
        calls,
      ]);
    },
    async written(installationId) {
      const row = await database.get<{ calls: number }>(
        `SELECT CAST(COALESCE(SUM(writes), 0) AS INTEGER) AS calls FROM tellings
         WHERE installation_id = ? AND at > ?`,
        [installationId, now() - HOUR_MS],
      );
      return row?.calls ?? 0;
    },
    async postpone(jobId, nextAt) {
      await database.run(`UPDATE progress SET next_at = ? WHERE job_id = ?`, [nextAt, jobId]);
    },
    async told(jobId, nextAt) {
      await database.run(
        `INSERT INTO progress (job_id, next_at, told_at) VALUES (?, ?, ?)
         ON CONFLICT (job_id) DO UPDATE SET next_at = excluded.next_at, told_at = excluded.told_at`,
        [jobId, nextAt, now()],
      );
    },
    async stop(jobId) {
      await database.run(
        `INSERT INTO progress (job_id, next_at, stopped) VALUES (?, ?, 1)
         ON CONFLICT (job_id) DO UPDATE SET stopped = 1`,
        [jobId, now()],
      );
    },
  };
}
