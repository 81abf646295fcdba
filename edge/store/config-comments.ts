import type { Database } from './sql.ts';

/** The one comment about a pull request's change of the configuration. */
export type ConfigComment = {
  /** When we first tried to write it (milliseconds since 1970): look for it before writing another. */
  triedAt: number;
  commentId: number | null;
  /** What it tells of, `base...head`; null until it tells something. */
  told: string | null;
};

export type ConfigComments = {
  of(repositoryId: number, pullNumber: number): Promise<ConfigComment | null>;
  /** Notes that the comment is about to be written. */
  trying(repositoryId: number, pullNumber: number): Promise<void>;
  told(repositoryId: number, pullNumber: number, comment: { commentId: number; told: string }): Promise<void>;
  /** The comment was deleted. */
  forget(repositoryId: number, pullNumber: number): Promise<void>;
};

/** The table of these comments. */
export function openConfigComments(database: Database, now: () => number): ConfigComments {
  return {
    async of(repositoryId, pullNumber) {
      const row = await database.get<ConfigComment>(
        `SELECT tried_at AS "triedAt", comment_id AS "commentId", told FROM config_comments
         WHERE repository_id = ? AND pull_number = ?`,
        [repositoryId, pullNumber],
      );
      return row ?? null;
    },
    async trying(repositoryId, pullNumber) {
      await database.run(
        `INSERT INTO config_comments (repository_id, pull_number, tried_at) VALUES (?, ?, ?)
         ON CONFLICT DO NOTHING`,
        [repositoryId, pullNumber, now()],
      );
    },
    async told(repositoryId, pullNumber, { commentId, told }) {
      await database.run(
        `INSERT INTO config_comments (repository_id, pull_number, tried_at, comment_id, told)
         VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (repository_id, pull_number)
         DO UPDATE SET comment_id = excluded.comment_id, told = excluded.told`,
        [repositoryId, pullNumber, now(), commentId, told],
      );
    },
    async forget(repositoryId, pullNumber) {
      await database.run(`DELETE FROM config_comments WHERE repository_id = ? AND pull_number = ?`, [
        repositoryId,
        pullNumber,
      ]);
    },
  };
}
