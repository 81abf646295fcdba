import { both } from '../step.ts';

/** What was told of the progress of jobs that run. A job that runs and has no row was told of nothing yet. */
export const PROGRESS = both(`
  CREATE TABLE progress (
    job_id  TEXT PRIMARY KEY,
    next_at INTEGER NOT NULL,
    told_at INTEGER,
    stopped INTEGER NOT NULL DEFAULT 0
  ) STRICT;
`);
