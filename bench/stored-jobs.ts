import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../edge/store/store.ts';

/** Makes a store of SQLite with so many jobs that have ended, and the deliveries that they came with. */
export async function storeJobs(path: string, count: number): Promise<void> {
  await openStore(path).close();
  const database = new DatabaseSync(path);
  const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
  database.exec(`BEGIN;
    INSERT INTO inbox (delivery, content_key, event, lane, payload, received_at, state, outcome)
    ${numbers} SELECT 'stored-' || i, 'stored:' || i, 'issue_comment', i % 1000, '', ${Date.now()}, 'done', 'dispatched'
    FROM n;
    INSERT INTO jobs (job_id, repository_id, repository, installation_id, issue_number, command_comment_id,
      command_index, agent, actor, head_sha, config_blob, config_commit, body_sha256, body_updated_at, task_sha256,
      state, created_at, updated_at)
    ${numbers} SELECT printf('%032x', i), i % 1000, 'acme/app', 1, i, i, 0, 'reviewer', 'wanda', '', '', '', '', '', '',
      'done', ${Date.now()}, ${Date.now()}
    FROM n;
    COMMIT;`);
  database.close();
}

/** Takes away what was heard since, so that the store is as large as before. Resolves when all of it is done. */
export async function forgetHeard(path: string): Promise<void> {
  const database = new DatabaseSync(path, { timeout: 5000 });
  const left = database.prepare(`SELECT COUNT(*) AS waiting FROM inbox WHERE state = 'new'`);
  while (Number(left.get()?.['waiting']) > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  database.exec(`DELETE FROM inbox WHERE delivery NOT LIKE 'stored-%'`);
  database.close();
}
