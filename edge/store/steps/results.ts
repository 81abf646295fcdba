import { both } from '../step.ts';

/** Which result was accepted of a job's run, and which earlier job's a job is given. */
export const RESULTS = both(`
  ALTER TABLE jobs ADD COLUMN result_sha256 TEXT;
  ALTER TABLE jobs ADD COLUMN from_job TEXT;
`);
