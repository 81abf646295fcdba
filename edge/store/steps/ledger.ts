import { both } from '../step.ts';

/**
 * What jobs may cost and have cost, in micro-dollars. A reservation outlives its job, since the sums of a month do.
 * `budget_totals` holds the sums of each window: its row is what reservations that come at once wait for.
 */
export const LEDGER = both(`
  ALTER TABLE jobs ADD COLUMN actor_id INTEGER;

  CREATE TABLE reservations (
    job_id                 TEXT PRIMARY KEY,
    repository_id          INTEGER NOT NULL,
    installation_id        INTEGER NOT NULL,
    actor_id               INTEGER,
    actor                  TEXT NOT NULL,
    day                    TEXT NOT NULL,
    month                  TEXT NOT NULL,
    reserved               INTEGER NOT NULL CHECK (reserved > 0),
    settled                INTEGER NOT NULL DEFAULT 0 CHECK (settled >= 0 AND settled <= reserved),
    state                  TEXT NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'settled', 'released')),
    basis                  TEXT,
    user_per_day           INTEGER,
    repository_per_day     INTEGER,
    installation_per_month INTEGER,
    at                     INTEGER NOT NULL,
    ended_at               INTEGER
  ) STRICT;
  CREATE INDEX reservations_state ON reservations (state);

  CREATE TABLE budget_totals (
    budget   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    period   TEXT NOT NULL,
    reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    spent    INTEGER NOT NULL DEFAULT 0 CHECK (spent >= 0),
    PRIMARY KEY (budget, subject, period)
  ) STRICT;
`);
