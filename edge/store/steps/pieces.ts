import { both } from '../step.ts';

/**
 * Which places of known secrets the texts of a job have shown: never a value. `secrets` is a keyed digest of the set of
 * secrets that the places are of.
 */
export const PIECES = both(`
  CREATE TABLE shown_pieces (
    job_id  TEXT NOT NULL,
    secrets TEXT NOT NULL,
    places  TEXT NOT NULL,
    PRIMARY KEY (job_id, secrets)
  ) STRICT;
`);
