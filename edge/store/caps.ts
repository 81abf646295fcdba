import { HOUR_MS, type Cap, type Caps } from '../../core/caps/caps.ts';
import { decideCaps, type Capped } from '../../core/caps/decide-caps.ts';
import { OPEN_STATES, type NewJob } from './job.ts';
import type { Sql } from './sql.ts';

/** A job that is about to be accepted. */
export type Candidate = Pick<
  NewJob,
  | 'installationId'
  | 'repositoryId'
  | 'issueNumber'
  | 'agent'
  | 'actorId'
  | 'commandCommentId'
  | 'commandIndex'
  | 'startedBy'
  | 'parentJob'
>;

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

type Row = Record<Cap, number | null> & { openJob: string | null; ownJob: string | null };

/** The job with which a cap was reached. Within an hour of another clock than ours, too. */
const nth = (whose: string): string => `(SELECT created_at FROM jobs
  WHERE installation_id = ? AND created_at > ? AND created_at < ? AND ${whose}
  ORDER BY created_at DESC LIMIT 1 OFFSET ?)`;

const STANDING = `SELECT ${nth('actor_id = ?')} AS user_per_hour, ${nth('repository_id = ?')} AS repository_per_hour,
  ${nth('1 = ?')} AS installation_per_hour,
  (SELECT job_id FROM jobs WHERE repository_id = ? AND issue_number = ? AND agent = ? AND state IN (${OPEN})
   ORDER BY created_at DESC LIMIT 1) AS "openJob",
  (SELECT job_id FROM jobs WHERE repository_id = ? AND command_comment_id = ? AND command_index = ?) AS "ownJob"`;

/** One job of an installation at a time is counted and added: who comes next waits for the end of the transaction. */
export async function lockCaps(sql: Sql, installationId: number): Promise<void> {
  await sql.run(
    `INSERT INTO counting (installation_id) VALUES (?)
     ON CONFLICT (installation_id) DO UPDATE SET installation_id = counting.installation_id`,
    [installationId],
  );
}

/**
 * Null when a job may be accepted, or its command already has one, else why not. Counts every job that was accepted within the hour, whatever became
 * of it: each was a comment and perhaps a run.
 */
export async function whyCapped(sql: Sql, job: Candidate, caps: Caps, now: number): Promise<Capped | null> {
  const { installationId, actorId, repositoryId } = job;
  const full = (whose: number | null, cap: Cap) => [
    installationId,
    now - HOUR_MS,
    now + HOUR_MS,
    whose,
    caps[cap] - 1,
  ];
  const row = await sql.get<Row>(
    STANDING,
    [
      full(actorId, 'user_per_hour'),
      full(repositoryId, 'repository_per_hour'),
      full(1, 'installation_per_hour'),
      [repositoryId, job.issueNumber, job.agent],
      [repositoryId, job.commandCommentId, job.commandIndex],
    ].flat(),
  );
  if (row === undefined) throw new Error('a statement without a table gave no row');
  const { openJob, ownJob, ...reached } = row;
  if (ownJob !== null) return null;
  // A newer head takes the place of an older one's job, and waits for no command; what a run hands on goes side by side.
  const inTheWay = job.startedBy === 'pull_request' || job.parentJob !== null ? null : openJob;
  return decideCaps({ full: reached, openJob: inTheWay }, caps, job.agent);
}
