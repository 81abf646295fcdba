import { both } from '../step.ts';

/** What was posted for approval, one a job, and what became of it. */
export const APPROVALS = both(`
  CREATE TABLE approvals (
    job_id           TEXT PRIMARY KEY REFERENCES jobs (job_id),
    digest           TEXT NOT NULL CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
    plan             TEXT NOT NULL,
    requester_id     INTEGER NOT NULL,
    requested_at     INTEGER NOT NULL,
    expires_at       INTEGER NOT NULL,
    decision         TEXT CHECK (decision IN ('approved', 'denied')),
    decided_by       TEXT,
    decided_by_id    INTEGER,
    decided_at       INTEGER,
    decision_comment INTEGER,
    reason           TEXT
  ) STRICT;
`);
