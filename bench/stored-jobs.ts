import { DatabaseSync } from 'node:sqlite';

/** Fills a store of SQLite with jobs that have ended, and the deliveries that they came with, up to so many. */
export function storeJobs(path: string, count: number): void {
  const database = new DatabaseSync(path, { timeout: 5000 });
  const missing = `WITH RECURSIVE n (i) AS
    (SELECT (SELECT COUNT(*) FROM jobs) + 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
  database.exec(`BEGIN;
    INSERT INTO inbox (delivery, content_key, event, lane, payload, received_at, state, outcome)
    ${missing} SELECT 'stored-' || i, 'stored:' || i, 'issue_comment', i % 1000, '', ${Date.now()}, 'done', 'dispatched'
    FROM n;
    INSERT INTO jobs (job_id, repository_id, repository, installation_id, issue_number, command_comment_id,
      command_index, agent, actor, head_sha, config_blob, config_commit, body_sha256, body_updated_at, task_sha256,
      state, created_at, updated_at)
    ${missing} SELECT printf('%032x', i), i % 1000, 'acme/app', 1, i, i, 0, 'reviewer', 'wanda', '', '', '', '', '', '',
      'done', ${Date.now()}, ${Date.now()}
    FROM n;
    COMMIT;`);
  database.close();
}
