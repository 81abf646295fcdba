import type { Database } from './database.ts';

/** The one comment about a pull request's change of the configuration. */
export type ConfigComment = {
  /** When we first tried to write it (milliseconds since 1970): look for it before writing another. */
  triedAt: number;
  commentId: number | null;
  /** What it tells of, `base...head`; null until it tells something. */
  told: string | null;
};

export type ConfigComments = {
  of(repositoryId: number, pullNumber: number): ConfigComment | null;
  /** Notes that the comment is about to be written. */
  trying(repositoryId: number, pullNumber: number): void;
  told(repositoryId: number, pullNumber: number, comment: { commentId: number; told: string }): void;
  /** The comment was deleted. */
  forget(repositoryId: number, pullNumber: number): void;
};

/** The table of these comments. */
export function openConfigComments(database: Database, now: () => number): ConfigComments {
  const select = database.prepare(
    `SELECT tried_at AS triedAt, comment_id AS commentId, told FROM config_comments
     WHERE repository_id = ? AND pull_number = ?`,
  );
  const insert = database.prepare(
    `INSERT INTO config_comments (repository_id, pull_number, tried_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const set = database.prepare(
    `INSERT INTO config_comments (repository_id, pull_number, tried_at, comment_id, told) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET comment_id = excluded.comment_id, told = excluded.told`,
  );
  const remove = database.prepare(`DELETE FROM config_comments WHERE repository_id = ? AND pull_number = ?`);
  return {
    of(repositoryId, pullNumber) {
      const row = select.get(repositoryId, pullNumber) as ConfigComment | undefined;
      return row ? { ...row } : null;
    },
    trying: (repositoryId, pullNumber) => void insert.run(repositoryId, pullNumber, now()),
    told: (repositoryId, pullNumber, { commentId, told }) =>
      void set.run(repositoryId, pullNumber, now(), commentId, told),
    forget: (repositoryId, pullNumber) => void remove.run(repositoryId, pullNumber),
  };
}
