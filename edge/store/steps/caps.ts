import { both } from '../step.ts';

/** The jobs of an installation by time: what the caps on jobs count. */
export const CAPS = both(`
  CREATE INDEX jobs_accepted ON jobs (installation_id, created_at);
`);
