import type { Database } from './database.ts';
import {
  OPEN_STATES,
  type Job,
  type JobState,
  type NewJob,
  type OpenState,
  type TerminalState,
} from './job.ts';

export type Jobs = {
  /** Adds the job, or returns the one that this command already made. */
  accept(job: NewJob): { job: Job; isNew: boolean };
  byId(jobId: string): Job | null;
  /** The job of a command, however often and under whatever GUID its comment arrives. */
  byCommand(repositoryId: number, commentId: number, index: number): Job | null;
  byRun(repositoryId: number, runId: number): Job | null;
  /** The jobs of an issue or pull request, newest first, at most `limit`. */
  inThread(repositoryId: number, issueNumber: number, limit: number): Job[];
  /** Jobs that have not ended, oldest first. */
  open(): Job[];
  /** Notes that the status comment is about to be written. */
  greet(jobId: string): void;
  greeted(jobId: string, commentId: number): void;
  /** Compare and set: moves the job from exactly `from`, or does nothing and returns false. */
  move(jobId: string, from: OpenState, to: OpenState): boolean;
  /** `dispatching` → `dispatched`, with the run that GitHub made. */
  dispatched(jobId: string, run: { runId: number; url: string }): boolean;
  /** Ends the job, once: false when it had already ended. */
  finish(jobId: string, state: TerminalState, cause: string | null): boolean;
  /** Forgets the tasks of jobs that ended before `time` (milliseconds since 1970). */
  forgetTasks(time: number): void;
  /** Every state the job has been in, oldest first. */
  history(jobId: string): { from: JobState | null; to: JobState; at: number; cause: string | null }[];
};

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** The table of jobs. A change of state and its line of history are one transaction. */
export function openJobs(database: Database, now: () => number): Jobs {
  const insert = database.prepare(INSERT);
  const one = (where: string) => {
    const statement = database.prepare(`SELECT * FROM jobs WHERE ${where}`);
    return (...values: (string | number)[]) => toJob(statement.get(...values));
  };
  const byId = one('job_id = ?');
  const byCommand = one('repository_id = ? AND command_comment_id = ? AND command_index = ?');
  const open = database.prepare(`SELECT * FROM jobs WHERE state IN (${OPEN}) ORDER BY rowid`);
  const inThread = database.prepare(
    `SELECT * FROM jobs WHERE repository_id = ? AND issue_number = ? ORDER BY rowid DESC LIMIT ?`,
  );
  const forget = database.prepare(
    `UPDATE jobs SET task = NULL WHERE task IS NOT NULL AND updated_at < ? AND state NOT IN (${OPEN})`,
  );
  const greet = database.prepare(`UPDATE jobs SET greeted = 1 WHERE job_id = ?`);
  const greeted = database.prepare(`UPDATE jobs SET greeted = 1, status_comment_id = ? WHERE job_id = ?`);
  const history = database.prepare(
    `SELECT from_state AS "from", to_state AS "to", at, cause FROM transitions WHERE job_id = ? ORDER BY rowid`,
  );
  const change = openChange(database, now);
  return {
    accept(job) {
      return database.transaction(() => {
        const at = now();
        const isNew = insert.run({ ...job, at }).changes > 0;
        if (isNew) change.note(job.jobId, null, 'accepted', null);
        const kept = byCommand(job.repositoryId, job.commandCommentId, job.commandIndex);
        if (!kept) throw new Error(`the job ${job.jobId} was not kept`);
        return { job: kept, isNew };
      });
    },
    byId,
    byCommand,
    byRun: one('repository_id = ? AND run_id = ?'),
    inThread: (repositoryId, issueNumber, limit) =>
      inThread.all(repositoryId, issueNumber, limit).map((row) => toJob(row) as Job),
    open: () => open.all().map((row) => toJob(row) as Job),
    greet: (jobId) => void greet.run(jobId),
    greeted: (jobId, commentId) => void greeted.run(commentId, jobId),
    move: (jobId, from, to) => change.state(jobId, [from], to, null),
    dispatched: (jobId, run) => change.state(jobId, ['dispatching'], 'dispatched', null, run),
    finish: (jobId, state, cause) => change.state(jobId, OPEN_STATES, state, cause),
    forgetTasks: (time) => void forget.run(time),
    history: (jobId) => history.all(jobId).map((row) => ({ ...row })) as ReturnType<Jobs['history']>,
  };
}

const INSERT = `INSERT INTO jobs
  (job_id, repository_id, repository, installation_id, issue_number, command_comment_id, command_index, agent, actor,
   head_sha, config_blob, config_commit, body_sha256, body_updated_at, task_sha256, task, retry_of,
   state, created_at, updated_at)
  VALUES ($jobId, $repositoryId, $repository, $installationId, $issueNumber, $commandCommentId, $commandIndex, $agent,
   $actor, $headSha, $configBlob, $configCommit, $bodySha256, $bodyUpdatedAt, $taskSha256, $task, $retryOf,
   'accepted', $at, $at) ON CONFLICT DO NOTHING`;

function openChange(database: Database, now: () => number) {
  const current = database.prepare(`SELECT state FROM jobs WHERE job_id = ?`);
  const set = database.prepare(
    `UPDATE jobs SET state = ?, cause = ?, updated_at = ? WHERE job_id = ? AND state = ?`,
  );
  const setRun = database.prepare(`UPDATE jobs SET run_id = ?, run_url = ? WHERE job_id = ?`);
  const insert = database.prepare(`INSERT INTO transitions VALUES (?, ?, ?, ?, ?)`);
  const note = (jobId: string, from: JobState | null, to: JobState, cause: string | null): void => {
    insert.run(jobId, from, to, now(), cause);
  };
  return {
    note,
    state(
      jobId: string,
      allowed: readonly JobState[],
      to: JobState,
      cause: string | null,
      run?: { runId: number; url: string },
    ): boolean {
      return database.transaction(() => {
        const from = (current.get(jobId) as { state: JobState } | undefined)?.state;
        if (from === undefined || !allowed.includes(from)) return false;
        if (set.run(to, cause, now(), jobId, from).changes === 0) return false;
        if (run) setRun.run(run.runId, run.url, jobId);
        note(jobId, from, to, cause);
        return true;
      });
    },
  };
}

function toJob(row: unknown): Job | null {
  if (row === undefined) return null;
  const entries = Object.entries(row as Record<string, unknown>);
  const job = Object.fromEntries(entries.map(([column, value]) => [camel(column), value]));
  return { ...job, greeted: job['greeted'] === 1 } as Job;
}

function camel(column: string): string {
  return column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
