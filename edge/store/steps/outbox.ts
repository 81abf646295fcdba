import { both, type Step } from '../step.ts';

const TABLE = both(`
  CREATE TABLE outbox (
    key       TEXT PRIMARY KEY,
    tried_at  INTEGER NOT NULL,
    github_id INTEGER,
    told      TEXT,
    unmarked  INTEGER NOT NULL DEFAULT 0
  ) STRICT;
`);

/** Before the outbox three tables remembered it, and comments had a last line without a MAC. */
const MOVED = (commentOfKey: string): string => `
  INSERT INTO outbox (key, tried_at, github_id, unmarked)
  SELECT 'job:' || job_id || ':status', created_at, status_comment_id, 1 FROM jobs
  WHERE greeted = 1 OR status_comment_id IS NOT NULL;
  INSERT INTO outbox (key, tried_at, unmarked)
  SELECT 'reply:' || ${commentOfKey}, received_at, 1 FROM inbox
  WHERE replied = 1 AND content_key LIKE '%:comment:%' ON CONFLICT DO NOTHING;
  INSERT INTO outbox (key, tried_at, github_id, told, unmarked)
  SELECT 'config:' || repository_id || ':' || pull_number, tried_at, comment_id, told, 1 FROM config_comments;
  DROP TABLE config_comments;
  ALTER TABLE jobs DROP COLUMN greeted;
  ALTER TABLE jobs DROP COLUMN status_comment_id;
  ALTER TABLE inbox DROP COLUMN replied;
`;

/** What we asked GitHub to make, so that it is not made twice. */
export const OUTBOX: Step = {
  sqlite: TABLE.sqlite + MOVED("substr(content_key, instr(content_key, ':comment:') + 9)"),
  postgres: TABLE.postgres + MOVED("split_part(content_key, ':', 3)"),
};
