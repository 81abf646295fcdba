import { WINDOWS, type Window } from '../../core/ledger/windows.ts';
import type { Sql } from './sql.ts';

/** What a report is grouped by. */
export const GROUPS = ['user', 'repository', 'installation'] as const;
export type Group = (typeof GROUPS)[number];

/** What somebody's runs of a day or a month come to; micro-dollars. */
export type Sum = {
  /** 2026-11-21, or 2026-11. */
  period: string;
  /** A login, owner/name, or the number of an installation. */
  of: string;
  installationId: number;
  runs: number;
  spent: number;
  reserved: number;
};

/** A reservation that is held. */
export type Held = {
  jobId: string;
  repository: string;
  actor: string;
  state: string | null;
  reserved: number;
  at: number;
};

/** A job that was deleted leaves only its repository's number. */
const REPOSITORY = 'COALESCE(j.repository, CAST(r.repository_id AS TEXT))';

/** Each group's period, subject and the columns that make it one. */
const BY: Record<Group, { period: string; of: string; keys: string }> = {
  user: {
    period: 'day',
    of: 'MAX(r.actor)',
    keys: 'day, r.installation_id, COALESCE(CAST(r.actor_id AS TEXT), r.actor)',
  },
  repository: { period: 'day', of: `MAX(${REPOSITORY})`, keys: 'day, r.installation_id, r.repository_id' },
  installation: {
    period: 'month',
    of: 'CAST(r.installation_id AS TEXT)',
    keys: 'month, r.installation_id',
  },
};

const SUMS = `CAST(SUM(r.settled) AS BIGINT) AS spent,
  CAST(SUM(CASE r.state WHEN 'held' THEN r.reserved ELSE 0 END) AS BIGINT) AS reserved`;

/** The sums of each day, or month, from the reservations themselves, the newest first. */
export function sumsBy(sql: Sql, group: Group): Promise<Sum[]> {
  const { period, of, keys } = BY[group];
  return sql.all<Sum>(
    `SELECT ${period} AS period, ${of} AS "of", r.installation_id AS "installationId", COUNT(*) AS runs, ${SUMS}
     FROM reservations r LEFT JOIN jobs j ON j.job_id = r.job_id
     GROUP BY ${keys} ORDER BY ${period} DESC, spent DESC, 2`,
  );
}

/** The reservations that are held, oldest first. */
export function heldReservations(sql: Sql): Promise<Held[]> {
  return sql.all<Held>(
    `SELECT r.job_id AS "jobId", ${REPOSITORY} AS repository, r.actor,
       j.state, r.reserved, r.at
     FROM reservations r LEFT JOIN jobs j ON j.job_id = r.job_id WHERE r.state = 'held' ORDER BY r.at, r.job_id`,
  );
}

/** Windows whose sums are not those of their reservations: a ledger that somebody changed, or a defect. */
export async function wrongSums(sql: Sql): Promise<Window[]> {
  const [of] = await sql.all<{ spent: number; reserved: number }>(`SELECT ${SUMS} FROM reservations r`);
  const kept = await sql.all<{ window: Window; spent: number; reserved: number }>(
    `SELECT budget AS "window", CAST(SUM(spent) AS BIGINT) AS spent, CAST(SUM(reserved) AS BIGINT) AS reserved
     FROM budget_totals GROUP BY budget`,
  );
  const sumOf = (window: Window) => kept.find((one) => one.window === window) ?? { spent: 0, reserved: 0 };
  return WINDOWS.filter((window) => {
    const { spent, reserved } = sumOf(window);
    return spent !== (of?.spent ?? 0) || reserved !== (of?.reserved ?? 0);
  });
}
