import type { Database } from './database.ts';

/** How much waits in the store, and what became of the rest. */
export type Counts = {
  /** Deliveries that wait for work, and when the oldest of them came (milliseconds since 1970); null for none. */
  waiting: { deliveries: number; oldestAt: number | null };
  jobs: { state: string; jobs: number }[];
};

/** Counts the store's rows; fails when the store does. */
export function openCounts(database: Database): () => Counts {
  const waiting = database.prepare(
    `SELECT COUNT(*) AS deliveries, MIN(received_at) AS oldestAt FROM inbox WHERE state = 'new'`,
  );
  const jobs = database.prepare(`SELECT state, COUNT(*) AS jobs FROM jobs GROUP BY state`);
  return () => ({
    waiting: { ...(waiting.get() as Counts['waiting']) },
    jobs: (jobs.all() as Counts['jobs']).map((row) => ({ ...row })),
  });
}
