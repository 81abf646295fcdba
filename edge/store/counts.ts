import type { Database } from './sql.ts';

/** How much waits in the store, and what became of the rest. */
export type Counts = {
  /** Deliveries that wait for work, and when the oldest of them came (milliseconds since 1970); null for none. */
  waiting: { deliveries: number; oldestAt: number | null };
  jobs: { state: string; jobs: number }[];
  /** Micro-dollars that are held for runs, and that runs have spent in all. */
  money: { reserved: number; spent: number };
};

/** Counts the store's rows; rejects when the store does not answer. */
export async function countRows(database: Database): Promise<Counts> {
  const waiting = await countWaiting(database);
  const jobs = await database.all<Counts['jobs'][number]>(
    `SELECT state, COUNT(*) AS jobs FROM jobs GROUP BY state`,
  );
  const money = await countMoney(database);
  return { waiting, jobs, money };
}

/** Counts what waits only: cheap, however much the store holds. */
export async function countWaiting(database: Database): Promise<Counts['waiting']> {
  const row = await database.get<Counts['waiting']>(
    `SELECT COUNT(*) AS deliveries, MIN(received_at) AS "oldestAt" FROM inbox WHERE state = 'new'`,
  );
  return row ?? { deliveries: 0, oldestAt: null };
}

/** Each reservation is in the sums of one installation and month, and these are few. */
async function countMoney(database: Database): Promise<Counts['money']> {
  const row = await database.get<Counts['money']>(
    `SELECT CAST(COALESCE(SUM(reserved), 0) AS BIGINT) AS reserved, CAST(COALESCE(SUM(spent), 0) AS BIGINT) AS spent
     FROM budget_totals WHERE budget = 'installation_per_month'`,
  );
  return row ?? { reserved: 0, spent: 0 };
}
