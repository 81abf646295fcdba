import { both } from '../step.ts';

/** Deliveries that are to be worked on once more: how often they were tried, and when they are due. */
export const LATER = both(`
  ALTER TABLE inbox ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE inbox ADD COLUMN due_at INTEGER;
  CREATE INDEX inbox_due ON inbox (due_at);
`);
