import type { Database } from './sql.ts';

/** What pull requests start: for each thing one number, which stands where a command has the id of its comment. */
export type PullStarts = {
  /** The number of a thing by its key, in a repository: the same for the same key, and below every other id there. */
  idOf(repositoryId: number, key: string): Promise<number>;
};

/** Ids of comments are above zero, and those of buttons (`on-check.ts`) just below it: GitHub is far from this one. */
const BELOW = -(2 ** 52);

/** The table of these numbers. */
export function openPullStarts(database: Database, now: () => number): PullStarts {
  return {
    idOf: (repositoryId, key) =>
      database.transaction(async (sql) => {
        await sql.run(
          `INSERT INTO pull_starts (repository_id, key, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
          [repositoryId, key, now()],
        );
        const row = await sql.get<{ id: number }>(
          `SELECT id FROM pull_starts WHERE repository_id = ? AND key = ?`,
          [repositoryId, key],
        );
        if (row === undefined) throw new Error(`the start ${key} was not kept`);
        return BELOW - row.id;
      }),
  };
}
