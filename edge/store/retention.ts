import { OPEN_STATES } from './job.ts';
import { KEYS_OF_A_JOB } from './sent-for-job.ts';
import type { Database, Sql, Value } from './sql.ts';

/** How many rows went, or would go. */
export type Forgotten = { jobs: number; deliveries: number };

export type Retention = {
  /** Takes away the jobs that ended, and the deliveries that were done, before a time (milliseconds since 1970). */
  forget(before: number): Promise<Forgotten>;
  /** Takes away everything about an installation, whatever its state. */
  forgetInstallation(installationId: number): Promise<Forgotten>;
};

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');
const ENDED = `state NOT IN (${OPEN}) AND updated_at < ?`;
const DONE = `state <> 'new' AND received_at < ?`;
/** The tables whose rows belong to a job. */
const OF_A_JOB = ['transitions', 'approvals', 'notifications', 'shown_pieces', 'progress'];

/** What `Retention.forget` would take away. */
export async function countForgettable(sql: Sql, before: number): Promise<Forgotten> {
  const many = async (table: string, where: string) => {
    const row = await sql.get<{ many: number }>(`SELECT COUNT(*) AS many FROM ${table} WHERE ${where}`, [
      before,
    ]);
    return row?.many ?? 0;
  };
  return { jobs: await many('jobs', ENDED), deliveries: await many('inbox', DONE) };
}

/** What the store forgets. */
export function openRetention(database: Database): Retention {
  return {
    forget: (before) =>
      database.transaction(async (sql) => ({
        jobs: await forgetJobs(sql, ENDED, [before]),
        deliveries: await forgetDeliveries(sql, before),
      })),
    forgetInstallation: (installationId) =>
      database.transaction(async (sql) => {
        const lanes = `SELECT repository_id FROM jobs WHERE installation_id = ?`;
        const deliveries = await sql.run(`DELETE FROM inbox WHERE state <> 'new' AND lane IN (${lanes})`, [
          installationId,
        ]);
        for (const kind of ['config', 'sticky'])
          await sql.run(
            `DELETE FROM outbox WHERE EXISTS (SELECT 1 FROM
               (SELECT '${kind}:' || repository_id || ':%' AS key FROM jobs WHERE installation_id = ?) AS gone
             WHERE outbox.key LIKE gone.key)`,
            [installationId],
          );
        await sql.run(
          `DELETE FROM pull_starts WHERE repository_id IN (SELECT repository_id FROM jobs WHERE installation_id = ?)`,
          [installationId],
        );
        await sql.run(`DELETE FROM reservations WHERE installation_id = ?`, [installationId]);
        await sql.run(`DELETE FROM counting WHERE installation_id = ?`, [installationId]);
        await sql.run(`DELETE FROM tellings WHERE installation_id = ?`, [installationId]);
        return { jobs: await forgetJobs(sql, 'installation_id = ?', [installationId]), deliveries };
      }),
  };
}

/** With what was started by them: no redelivery comes so late. */
async function forgetDeliveries(sql: Sql, before: number): Promise<number> {
  await sql.run(`DELETE FROM pull_starts WHERE at < ?`, [before]);
  return sql.run(`DELETE FROM inbox WHERE ${DONE}`, [before]);
}

async function forgetJobs(sql: Sql, where: string, values: readonly Value[]): Promise<number> {
  for (const table of OF_A_JOB)
    await sql.run(`DELETE FROM ${table} WHERE job_id IN (SELECT job_id FROM jobs WHERE ${where})`, values);
  for (const key of KEYS_OF_A_JOB)
    await sql.run(`DELETE FROM outbox WHERE key IN (SELECT ${key} FROM jobs WHERE ${where})`, values);
  return sql.run(`DELETE FROM jobs WHERE ${where}`, values);
}
