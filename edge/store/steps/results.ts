import { both } from '../step.ts';

/**
 * Which result was accepted of a job's run, and which earlier job's a job is given. `cache_key` names what the answer rests
 * on, and `cached_from` the job whose answer was given once more.
 */
export const RESULTS = both(`
  ALTER TABLE jobs ADD COLUMN result_sha256 TEXT;
  ALTER TABLE jobs ADD COLUMN from_job TEXT;
  ALTER TABLE jobs ADD COLUMN cache_key TEXT;
  ALTER TABLE jobs ADD COLUMN cached_from TEXT;
  CREATE INDEX jobs_cache ON jobs (cache_key);
`);
