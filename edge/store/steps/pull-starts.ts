import type { Step } from '../step.ts';

/** What started a job; and a number for each head of a pull request that an agent was started for, like a comment's. */
const SQL = (id: string, integer: string, end: string): string => `
  ALTER TABLE jobs ADD COLUMN started_by TEXT NOT NULL DEFAULT 'comment';
  CREATE TABLE pull_starts (
    id            ${id},
    repository_id ${integer} NOT NULL,
    key           TEXT NOT NULL,
    at            ${integer} NOT NULL,
    UNIQUE (repository_id, key)
  )${end};
`;

/** The numbers are never used twice, not even after their rows are gone. */
export const PULL_STARTS: Step = {
  sqlite: SQL('INTEGER PRIMARY KEY AUTOINCREMENT', 'INTEGER', ' STRICT'),
  postgres: SQL('BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY', 'BIGINT', ''),
};
