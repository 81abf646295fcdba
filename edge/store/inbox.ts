import type { Database } from './database.ts';

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

/** `replied`: a reply was written, or may have been, before the process died. */
export type Delivery = NewDelivery & { replied: boolean };

export type Inbox = {
  /**
   * Keeps a delivery. `duplicate`: already known, by GUID or by content. `reopened`: known, had failed
   * on an accident, and is worth another try because somebody pressed "Redeliver". `delivery` is the
   * GUID it is kept under.
   */
  accept(delivery: NewDelivery): { verdict: 'new' | 'reopened' | 'duplicate'; delivery: string };
  /** The delivery if it still waits for work, else null. */
  waiting(delivery: string): Delivery | null;
  /** GUIDs and lanes of everything unfinished, oldest first. */
  unfinished(): { delivery: string; lane: number }[];
  /** Notes that a reply is about to be written; false when that was noted before. */
  reply(delivery: string): boolean;
  /** Ends the work on a delivery. The payload is forgotten: it holds people's text. */
  done(delivery: string, outcome: string): void;
  /** The work failed on an accident; a redelivery may try again. */
  failed(delivery: string, outcome: string): void;
  /** Forgets deliveries received before `time` (milliseconds since 1970) that are finished. */
  prune(time: number): void;
};

type Row = {
  delivery: string;
  content_key: string;
  event: string;
  lane: number;
  payload: string;
  replied: number;
};

/** The table of deliveries. Every method is one statement: atomic, and on disk when it returns. */
export function openInbox(database: Database, now: () => number): Inbox {
  const insert = database.prepare(
    `INSERT INTO inbox (delivery, content_key, event, lane, payload, received_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  const reopen = database.prepare(
    `UPDATE inbox SET state = 'new', payload = ? WHERE content_key = ? AND state = 'failed'
     RETURNING delivery`,
  );
  const select = database.prepare(`SELECT * FROM inbox WHERE delivery = ? AND state = 'new'`);
  const open = database.prepare(`SELECT delivery, lane FROM inbox WHERE state = 'new' ORDER BY rowid`);
  const reply = database.prepare(`UPDATE inbox SET replied = 1 WHERE delivery = ? AND replied = 0`);
  const done = database.prepare(
    `UPDATE inbox SET state = 'done', outcome = ?, payload = '' WHERE delivery = ?`,
  );
  const failed = database.prepare(
    `UPDATE inbox SET state = 'failed', outcome = ?, payload = '' WHERE delivery = ?`,
  );
  const prune = database.prepare(`DELETE FROM inbox WHERE received_at < ? AND state <> 'new'`);
  return {
    accept({ delivery, contentKey, event, lane, payload }) {
      if (insert.run(delivery, contentKey, event, lane, payload, now()).changes > 0) {
        return { verdict: 'new', delivery };
      }
      const kept = reopen.get(payload, contentKey) as { delivery: string } | undefined;
      return kept ? { verdict: 'reopened', delivery: kept.delivery } : { verdict: 'duplicate', delivery };
    },
    waiting(delivery) {
      const row = select.get(delivery) as Row | undefined;
      return row ? fromRow(row) : null;
    },
    unfinished: () => (open.all() as { delivery: string; lane: number }[]).map((row) => ({ ...row })),
    reply: (delivery) => reply.run(delivery).changes > 0,
    done: (delivery, outcome) => void done.run(outcome, delivery),
    failed: (delivery, outcome) => void failed.run(outcome, delivery),
    prune: (time) => void prune.run(time),
  };
}

function fromRow(row: Row): Delivery {
  const { delivery, event, lane, payload } = row;
  return { delivery, contentKey: row.content_key, event, lane, payload, replied: row.replied === 1 };
}
