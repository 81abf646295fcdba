import { both } from '../step.ts';

/**
 * What was told of the progress of jobs that run, and how much was written for that in which installation. A job that
 * runs and has no row was told of nothing yet.
 */
export const PROGRESS = both(`
  CREATE TABLE progress (
    job_id  TEXT PRIMARY KEY,
    next_at INTEGER NOT NULL,
    told_at INTEGER,
    stopped INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE tellings (
    installation_id INTEGER NOT NULL,
    at              INTEGER NOT NULL,
    writes          INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX tellings_installation ON tellings (installation_id, at);
`);
