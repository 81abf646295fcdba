import { both } from '../step.ts';

/** What was told of ended jobs to the operator's own address. A job that has ended and has no row is still to be told. */
export const NOTIFICATIONS = both(`
  CREATE TABLE notifications (
    job_id  TEXT PRIMARY KEY,
    tries   INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    sent_at INTEGER
  ) STRICT;
  CREATE INDEX jobs_updated ON jobs (updated_at);
`);
