import { OPEN_STATES } from './job.ts';
import type { Database } from './sql.ts';

/** What we asked GitHub to make, or were about to. */
export type Sent = {
  /** When we first tried (milliseconds since 1970): it is not older than that. */
  triedAt: number;
  /** GitHub's id of it; null while we do not know whether it was made. */
  githubId: number | null;
  /** What it told last, for things that are told again; null until then. */
  told: string | null;
  /** Tried by a version whose comments had no MAC in their last line. */
  unmarked: boolean;
};

/** Everything that GitHub makes for us, each thing under one key, once. */
export type Outbox = {
  of(key: string): Promise<Sent | null>;
  /** Notes that the thing is about to be made. */
  trying(key: string): Promise<void>;
  /** Notes that it was made. */
  made(key: string, githubId: number): Promise<void>;
  /** Notes what a thing that was tried tells now. */
  told(key: string, told: string): Promise<void>;
  /** The thing was deleted, or is not to be made: it may be tried anew. */
  forget(key: string): Promise<void>;
  /** The jobs that have ended and whose check (`check:<job>`) does not say so. */
  staleChecks(): Promise<{ jobId: string; repositoryId: number }[]>;
  /** Forgets the replies that were tried before `time` (milliseconds since 1970). */
  prune(time: number): Promise<void>;
};

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

type Row = Omit<Sent, 'unmarked'> & { unmarked: number };

/** The table of these things. */
export function openOutbox(database: Database, now: () => number): Outbox {
  return {
    async of(key) {
      const row = await database.get<Row>(
        `SELECT tried_at AS "triedAt", github_id AS "githubId", told, unmarked FROM outbox WHERE key = ?`,
        [key],
      );
      return row ? { ...row, unmarked: row.unmarked === 1 } : null;
    },
    async trying(key) {
      await database.run(`INSERT INTO outbox (key, tried_at) VALUES (?, ?) ON CONFLICT DO NOTHING`, [
        key,
        now(),
      ]);
    },
    async made(key, githubId) {
      await database.run(
        `INSERT INTO outbox (key, tried_at, github_id) VALUES (?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET github_id = excluded.github_id`,
        [key, now(), githubId],
      );
    },
    async told(key, told) {
      await database.run(`UPDATE outbox SET told = ? WHERE key = ?`, [told, key]);
    },
    async forget(key) {
      await database.run(`DELETE FROM outbox WHERE key = ?`, [key]);
    },
    staleChecks: () =>
      database.all(
        `SELECT jobs.job_id AS "jobId", jobs.repository_id AS "repositoryId"
         FROM outbox JOIN jobs ON outbox.key = 'check:' || jobs.job_id
         WHERE outbox.key LIKE 'check:%' AND (told IS NULL OR told NOT IN ('completed', 'refused'))
           AND jobs.state NOT IN (${OPEN})`,
      ),
    async prune(time) {
      await database.run(`DELETE FROM outbox WHERE key LIKE 'reply:%' AND tried_at < ?`, [time]);
    },
  };
}
