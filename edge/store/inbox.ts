import type { Queue, Task } from './queue.ts';
import type { Database } from './sql.ts';

/** A webhook delivery as it was accepted. */
export type NewDelivery = {
  /** GitHub's delivery GUID. */
  delivery: string;
  /** What the delivery is about: a replay under a new GUID has the same. */
  contentKey: string;
  event: string;
  /** Deliveries of one lane (a repository's id) are worked on one after the other. */
  lane: number;
  payload: string;
};

export type Delivery = NewDelivery & { receivedAt: number };

export type Inbox = {
  /**
   * Keeps a delivery and queues the work on it: both or none. `duplicate`: already known, by GUID or by content.
   * `reopened`: known, had failed on an accident or was put off, and is worth another try now because somebody pressed "Redeliver".
   */
  accept(delivery: NewDelivery): Promise<'new' | 'reopened' | 'duplicate'>;
  /** The delivery if it still waits for work, else null. */
  waiting(delivery: string): Promise<Delivery | null>;
  /** The work on everything unfinished that is not put off, oldest first. */
  unfinished(): Promise<Task[]>;
  /** True while a delivery waits that is about something below this one: `…:comment:7:edited:…` of `…:comment:7`. */
  waitsBelow(contentKey: string): Promise<boolean>;
  /** Ends the work on a delivery. The payload is forgotten: it holds people's text. */
  done(delivery: string, outcome: string): Promise<void>;
  /** The work failed on an accident; a redelivery may try again. */
  failed(delivery: string, outcome: string): Promise<void>;
};

type Row = {
  delivery: string;
  content_key: string;
  event: string;
  lane: number;
  payload: string;
  received_at: number;
};

/** The table of deliveries. */
export function openInbox(database: Database, queue: Queue, now: () => number): Inbox {
  return {
    accept: (delivery) => accept(database, queue, delivery, now()),
    async waiting(delivery) {
      const row = await database.get<Row>(
        `SELECT * FROM inbox WHERE delivery = ? AND state = 'new' AND due_at IS NULL`,
        [delivery],
      );
      return row ? fromRow(row) : null;
    },
    async unfinished() {
      const rows = await database.all<{ delivery: string; lane: number }>(
        `SELECT delivery, lane FROM inbox WHERE state = 'new' AND due_at IS NULL ORDER BY rowid`,
      );
      return rows.map(({ delivery, lane }) => taskOf(delivery, lane));
    },
    async waitsBelow(contentKey) {
      const where = `state = 'new' AND content_key LIKE ?`;
      return (await database.get(`SELECT 1 FROM inbox WHERE ${where}`, [`${contentKey}:%`])) !== undefined;
    },
    async done(delivery, outcome) {
      await database.run(`UPDATE inbox SET state = 'done', outcome = ?, payload = '' WHERE delivery = ?`, [
        outcome,
        delivery,
      ]);
    },
    async failed(delivery, outcome) {
      await database.run(`UPDATE inbox SET state = 'failed', outcome = ?, payload = '' WHERE delivery = ?`, [
        outcome,
        delivery,
      ]);
    },
  };
}

function accept(database: Database, queue: Queue, delivery: NewDelivery, at: number) {
  const { delivery: guid, contentKey, event, lane, payload } = delivery;
  return database.transaction(async (sql) => {
    const added = await sql.run(
      `INSERT INTO inbox (delivery, content_key, event, lane, payload, received_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      [guid, contentKey, event, lane, payload, at],
    );
    if (added > 0) {
      await queue.add(taskOf(guid, lane), sql);
      return 'new';
    }
    const kept = await sql.get<{ delivery: string }>(
      `UPDATE inbox SET state = 'new', payload = ?, tries = 0, due_at = NULL WHERE content_key = ? AND (state = 'failed' OR (state = 'new' AND due_at IS NOT NULL)) RETURNING delivery`,
      [payload, contentKey],
    );
    if (!kept) return 'duplicate';
    await queue.add(taskOf(kept.delivery, lane), sql);
    return 'reopened';
  });
}

function taskOf(delivery: string, lane: number): Task {
  return { kind: 'delivery', id: delivery, lane };
}

function fromRow(row: Row): Delivery {
  const { delivery, event, lane, payload } = row;
  const { content_key: contentKey, received_at: receivedAt } = row;
  return { delivery, contentKey, event, lane, payload, receivedAt };
}
