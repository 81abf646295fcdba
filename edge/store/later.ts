import type { Queue } from './queue.ts';
import type { Database } from './sql.ts';

/** Deliveries that wait for GitHub to be there again. They are in no queue until they are due. */
export type Later = {
  /** Puts a delivery that was worked on in vain off until then (milliseconds since 1970). */
  put(delivery: string, dueAt: number): Promise<void>;
  /** How often a delivery was put off. */
  tries(delivery: string): Promise<number>;
  /** Queues what is due; resolves to how many that were. */
  queueDue(): Promise<number>;
  /** Ends a delivery that was put off; false when there is none with this content key. */
  withdraw(contentKey: string, outcome: string): Promise<boolean>;
};

/** The part of the inbox that waits. */
export function openLater(database: Database, queue: Queue, now: () => number): Later {
  return {
    async put(delivery, dueAt) {
      const put = `UPDATE inbox SET tries = tries + 1, due_at = ? WHERE delivery = ? AND state = 'new'`;
      await database.run(put, [dueAt, delivery]);
    },
    async tries(delivery) {
      const row = await database.get<{ tries: number }>(`SELECT tries FROM inbox WHERE delivery = ?`, [
        delivery,
      ]);
      return row?.tries ?? 0;
    },
    queueDue: () =>
      database.transaction(async (sql) => {
        const due = await sql.all<{ delivery: string; lane: number }>(
          `SELECT delivery, lane FROM inbox WHERE state = 'new' AND due_at <= ? ORDER BY rowid`,
          [now()],
        );
        for (const { delivery, lane } of due) {
          await sql.run(`UPDATE inbox SET due_at = NULL WHERE delivery = ?`, [delivery]);
          await queue.add({ kind: 'delivery', id: delivery, lane }, sql);
        }
        return due.length;
      }),
    async withdraw(contentKey, outcome) {
      const end = `UPDATE inbox SET state = 'done', outcome = ?, payload = '', due_at = NULL`;
      const where = `content_key = ? AND state = 'new' AND due_at IS NOT NULL`;
      return (await database.run(`${end} WHERE ${where}`, [outcome, contentKey])) > 0;
    },
  };
}
