import { OPEN_STATES, type JobState } from './job.ts';
import type { Sql } from './sql.ts';

/** A job as an operator looks at it. Times in milliseconds since 1970. */
export type JobRow = {
  jobId: string;
  repository: string;
  issueNumber: number;
  agent: string;
  actor: string;
  state: JobState;
  /** Why it is where it is; null when nothing was said. */
  cause: string | null;
  runUrl: string | null;
  createdAt: number;
  updatedAt: number;
};

/** A step of a job from one state to the next. */
export type Transition = { from: JobState | null; to: JobState; at: number; cause: string | null };

const COLUMNS = `job_id AS "jobId", repository, issue_number AS "issueNumber", agent, actor, state, cause,
  run_url AS "runUrl", created_at AS "createdAt", updated_at AS "updatedAt"`;

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** The jobs that have not ended, all of them, and of the others the `most` that ended last. The newest first. */
export async function listedJobs(sql: Sql, most: number): Promise<JobRow[]> {
  const open = await sql.all<JobRow>(
    `SELECT ${COLUMNS} FROM jobs WHERE state IN (${OPEN}) ORDER BY rowid DESC`,
  );
  const ended = await sql.all<JobRow>(
    `SELECT ${COLUMNS} FROM jobs WHERE state NOT IN (${OPEN}) ORDER BY updated_at DESC, rowid DESC LIMIT ?`,
    [most],
  );
  return [...open, ...ended];
}

/** The jobs whose id begins so: at most two, since more than one is one too many. */
export function jobsNamed(sql: Sql, start: string): Promise<JobRow[]> {
  return sql.all<JobRow>(`SELECT ${COLUMNS} FROM jobs WHERE job_id LIKE ? ORDER BY job_id LIMIT 2`, [
    `${start}%`,
  ]);
}

/** Every state that a job has been in, oldest first. */
export function transitionsOf(sql: Sql, jobId: string): Promise<Transition[]> {
  return sql.all<Transition>(
    'SELECT from_state AS "from", to_state AS "to", at, cause FROM transitions WHERE job_id = ? ORDER BY rowid',
    [jobId],
  );
}
