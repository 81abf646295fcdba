import { both } from '../step.ts';

/**
 * The jobs of an installation by time: what the caps on jobs count. And a row of each installation, which whoever
 * counts locks.
 */
export const CAPS = both(`
  CREATE INDEX jobs_accepted ON jobs (installation_id, created_at);
  CREATE TABLE counting (
    installation_id INTEGER PRIMARY KEY
  ) STRICT;
`);
