import { OPEN_STATES } from './job.ts';
import type { Database } from './sql.ts';

export type Notifications = {
  /** Ids of the jobs that ended since `since` and are to be told now, oldest first. Times: milliseconds since 1970. */
  due(since: number): Promise<string[]>;
  /**
   * Takes one try in hand, of which the next comes not before `nextAt`. Resolves to how many tries there were with
   * this one; null when another has it, or it was told.
   */
  claim(jobId: string, nextAt: number): Promise<number | null>;
  /** The next try comes not before `nextAt`. */
  postpone(jobId: string, nextAt: number): Promise<void>;
  /** It was told, and is not told again. */
  sent(jobId: string): Promise<void>;
};

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** The table of what was told. */
export function openNotifications(database: Database, now: () => number): Notifications {
  return {
    async due(since) {
      const rows = await database.all<{ jobId: string }>(
        `SELECT jobs.job_id AS "jobId" FROM jobs LEFT JOIN notifications USING (job_id)
         WHERE jobs.updated_at >= ? AND jobs.state NOT IN (${OPEN})
           AND sent_at IS NULL AND (next_at IS NULL OR next_at <= ?)
         ORDER BY jobs.updated_at LIMIT 100`,
        [since, now()],
      );
      return rows.map(({ jobId }) => jobId);
    },
    async claim(jobId, nextAt) {
      const row = await database.get<{ tries: number }>(
        `INSERT INTO notifications (job_id, tries, next_at) VALUES (?, 1, ?)
         ON CONFLICT (job_id) DO UPDATE SET tries = notifications.tries + 1, next_at = excluded.next_at
         WHERE notifications.sent_at IS NULL AND notifications.next_at <= ?
         RETURNING tries`,
        [jobId, nextAt, now()],
      );
      return row?.tries ?? null;
    },
    async postpone(jobId, nextAt) {
      await database.run(`UPDATE notifications SET next_at = ? WHERE job_id = ?`, [nextAt, jobId]);
    },
    async sent(jobId) {
      await database.run(`UPDATE notifications SET sent_at = ? WHERE job_id = ?`, [now(), jobId]);
    },
  };
}
