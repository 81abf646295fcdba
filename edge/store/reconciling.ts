import type { Database } from './sql.ts';

/** `alive`: when the app was last seen at work. `deliveries`: up to when GitHub's list of them was looked at. */
type Watermark = 'alive' | 'deliveries';

/** What the app knows of the time when it heard nothing. Times are milliseconds since 1970. */
export type Reconciling = {
  watermark(name: Watermark): Promise<number | null>;
  setWatermark(name: Watermark, at: number): Promise<void>;
  /** Of these GUIDs, those of deliveries that were neither kept nor asked for again. */
  missing(deliveries: readonly string[]): Promise<Set<string>>;
  /** Notes that GitHub was asked to send a delivery again. */
  asked(delivery: string): Promise<void>;
  /** Forgets what was asked for before `time`. */
  prune(time: number): Promise<void>;
};

/** SQLite and Postgres take more, but nobody needs more. */
const AT_ONCE = 500;

/** The tables of the reconciler. */
export function openReconciling(database: Database, now: () => number): Reconciling {
  const known = async (deliveries: readonly string[]): Promise<string[]> => {
    const marks = deliveries.map(() => '?').join(', ');
    const rows = await database.all<{ delivery: string }>(
      `SELECT delivery FROM inbox WHERE delivery IN (${marks})
       UNION SELECT delivery FROM redeliveries WHERE delivery IN (${marks})`,
      [...deliveries, ...deliveries],
    );
    return rows.map(({ delivery }) => delivery);
  };
  return {
    async watermark(name) {
      const row = await database.get<{ at: number }>(`SELECT at FROM watermarks WHERE name = ?`, [name]);
      return row?.at ?? null;
    },
    async setWatermark(name, at) {
      await database.run(
        `INSERT INTO watermarks (name, at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at`,
        [name, at],
      );
    },
    async missing(deliveries) {
      const missing = new Set(deliveries);
      for (let from = 0; from < deliveries.length; from += AT_ONCE) {
        for (const delivery of await known(deliveries.slice(from, from + AT_ONCE))) missing.delete(delivery);
      }
      return missing;
    },
    async asked(delivery) {
      await database.run(
        `INSERT INTO redeliveries (delivery, asked_at) VALUES (?, ?) ON CONFLICT DO NOTHING`,
        [delivery, now()],
      );
    },
    async prune(time) {
      await database.run(`DELETE FROM redeliveries WHERE asked_at < ?`, [time]);
    },
  };
}
