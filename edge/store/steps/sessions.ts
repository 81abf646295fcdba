import { both } from '../step.ts';

/**
 * Which conversation a job's run kept, as the SHA-256 of its encrypted file, and until when it may be continued (Unix
 * seconds); and whether a job is given the result of an earlier one or its conversation.
 */
export const SESSIONS = both(`
  ALTER TABLE jobs ADD COLUMN session_sha256 TEXT;
  ALTER TABLE jobs ADD COLUMN session_expires_at INTEGER;
  ALTER TABLE jobs ADD COLUMN from_kind TEXT;
`);
