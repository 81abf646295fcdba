import { both, type Step } from './step.ts';
import { CAPS } from './steps/caps.ts';
import { NOTIFICATIONS } from './steps/notifications.ts';
import { LATER } from './steps/later.ts';
import { LEDGER } from './steps/ledger.ts';
import { OUTBOX } from './steps/outbox.ts';
import { PIECES } from './steps/pieces.ts';
import { PROGRESS } from './steps/progress.ts';
import { PULL_STARTS } from './steps/pull-starts.ts';
import { RESULTS } from './steps/results.ts';
import { SESSIONS } from './steps/sessions.ts';
import { RECONCILING } from './steps/reconciling.ts';
import { APPROVALS } from './steps/approvals.ts';

const TABLES = both(`
  CREATE TABLE inbox (
    delivery     TEXT PRIMARY KEY,
    content_key  TEXT NOT NULL UNIQUE,
    event        TEXT NOT NULL,
    lane         INTEGER NOT NULL,
    payload      TEXT NOT NULL,
    received_at  INTEGER NOT NULL,
    state        TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'failed')),
    outcome      TEXT,
    replied      INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX inbox_state ON inbox (state);

  CREATE TABLE jobs (
    job_id             TEXT PRIMARY KEY CHECK (length(job_id) = 32 AND job_id NOT GLOB '*[^0-9a-f]*'),
    repository_id      INTEGER NOT NULL,
    repository         TEXT NOT NULL,
    installation_id    INTEGER NOT NULL,
    issue_number       INTEGER NOT NULL,
    command_comment_id INTEGER NOT NULL,
    command_index      INTEGER NOT NULL,
    agent              TEXT NOT NULL,
    actor              TEXT NOT NULL,
    head_sha           TEXT NOT NULL,
    config_blob        TEXT NOT NULL,
    config_commit      TEXT NOT NULL,
    body_sha256        TEXT NOT NULL,
    body_updated_at    TEXT NOT NULL,
    task_sha256        TEXT NOT NULL,
    state              TEXT NOT NULL,
    cause              TEXT,
    greeted            INTEGER NOT NULL DEFAULT 0,
    status_comment_id  INTEGER,
    run_id             INTEGER UNIQUE,
    run_url            TEXT,
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL,
    UNIQUE (repository_id, command_comment_id, command_index)
  ) STRICT;

  CREATE TABLE transitions (
    job_id     TEXT NOT NULL REFERENCES jobs (job_id),
    from_state TEXT,
    to_state   TEXT NOT NULL,
    at         INTEGER NOT NULL,
    cause      TEXT
  ) STRICT;
  CREATE INDEX transitions_job ON transitions (job_id);
`);

const TERMINAL_IS_FINAL = `
  CREATE TRIGGER terminal_is_final BEFORE UPDATE OF state ON jobs
  WHEN OLD.state NOT IN ('accepted', 'dispatching', 'dispatched', 'running') AND NEW.state <> OLD.state
  BEGIN SELECT RAISE(ABORT, 'a terminal state never changes'); END;
`;

/** The states by the names that people read, more of them, and a number that fences off whoever was overtaken. */
const STATES = both(`
  UPDATE jobs SET state = 'authorised' WHERE state = 'accepted';
  UPDATE jobs SET state = 'done' WHERE state = 'success';
  UPDATE transitions SET from_state = 'authorised' WHERE from_state = 'accepted';
  UPDATE transitions SET to_state = 'authorised' WHERE to_state = 'accepted';
  UPDATE transitions SET to_state = 'done' WHERE to_state = 'success';
  ALTER TABLE jobs ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1;
`);

const OPEN =
  "('authorised', 'awaiting_approval', 'reserved', 'dispatching', 'dispatched', 'running', 'collecting', 'publishing')";

/**
 * The store's tables, one step per schema version. A step that has been released never changes; a new version
 * adds a step.
 */
export const STEPS: readonly Step[] = [
  { sqlite: `${TABLES.sqlite} ${TERMINAL_IS_FINAL}`, postgres: TABLES.postgres },
  both(`
  CREATE TABLE config_comments (
    repository_id INTEGER NOT NULL,
    pull_number   INTEGER NOT NULL,
    tried_at      INTEGER NOT NULL,
    comment_id    INTEGER,
    told          TEXT,
    PRIMARY KEY (repository_id, pull_number)
  ) STRICT;
  `),
  both(`
  CREATE INDEX jobs_thread ON jobs (repository_id, issue_number);
  CREATE INDEX jobs_state ON jobs (state);
  ALTER TABLE jobs ADD COLUMN task TEXT;
  ALTER TABLE jobs ADD COLUMN retry_of TEXT;
  `),
  {
    sqlite: `DROP TRIGGER terminal_is_final; ${STATES.sqlite}
  CREATE TRIGGER terminal_is_final BEFORE UPDATE OF state ON jobs
  WHEN OLD.state NOT IN ${OPEN} AND NEW.state <> OLD.state
  BEGIN SELECT RAISE(ABORT, 'a terminal state never changes'); END;`,
    postgres: `${STATES.postgres}
  CREATE FUNCTION refuse_after_end() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'a terminal state never changes'; END $$;
  CREATE TRIGGER terminal_is_final BEFORE UPDATE OF state ON jobs FOR EACH ROW
  WHEN (OLD.state NOT IN ${OPEN} AND NEW.state <> OLD.state) EXECUTE FUNCTION refuse_after_end();`,
  },
  NOTIFICATIONS,
  LEDGER,
  OUTBOX,
  RECONCILING,
  APPROVALS,
  both(`ALTER TABLE jobs ADD COLUMN limits TEXT;`),
  CAPS,
  LATER,
  PIECES,
  PROGRESS,
  PULL_STARTS,
  RESULTS,
  SESSIONS,
];
