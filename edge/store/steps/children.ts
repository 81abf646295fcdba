import { both } from '../step.ts';

/** Which run asked for a job, where its comment is, and how far away from a person's command the job is, and may be. */
export const CHILDREN = both(`
  ALTER TABLE jobs ADD COLUMN parent_job TEXT;
  ALTER TABLE jobs ADD COLUMN parent_url TEXT;
  ALTER TABLE jobs ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN deepest INTEGER;
  CREATE INDEX jobs_parent ON jobs (parent_job);
`);
