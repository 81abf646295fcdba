import type { Caps } from '../../core/caps/caps.ts';
import type { Capped } from '../../core/caps/decide-caps.ts';
import type { SessionFacts } from '../../core/session/session-facts.ts';
import { lockCaps, whyCapped, type Candidate } from './caps.ts';
import { openChange, type Change } from './change.ts';
import { OPEN_STATES, type Held, type Job, type NewJob, type OpenState, type TerminalState } from './job.ts';
import { transitionsOf, type Transition } from './job-report.ts';
import type { Spending } from './settle-reservation.ts';
import type { Database, Sql, Value } from './sql.ts';

export type Accepted = { job: Job; isNew: boolean };

type Accept = {
  (job: NewJob): Promise<Accepted>;
  (job: NewJob, caps: Caps): Promise<Accepted | Capped>;
};

export type Jobs = {
  /**
   * Adds the job, or takes the one in hand that this command already made. With `caps`, a new one only where they leave
   * room for it: however many are accepted at once, there are never more.
   */
  accept: Accept;
  /** Null when the caps leave room for the job, or its command already has one, else why not. */
  whyCapped(job: Candidate, caps: Caps): Promise<Capped | null>;
  /**
   * Takes the job in hand: whoever had it before changes its state no more. Null when there is no such job.
   * Work on a job begins with it.
   */
  take(jobId: string): Promise<Job | null>;
  /** True while nobody else has taken the job in hand. */
  isHeld(held: Held): Promise<boolean>;
  byId(jobId: string): Promise<Job | null>;
  /** The job of a command, however often and under whatever GUID its comment arrives. */
  byCommand(repositoryId: number, commentId: number, index: number): Promise<Job | null>;
  byRun(repositoryId: number, runId: number): Promise<Job | null>;
  /** The jobs of an issue or pull request, newest first, at most `limit`. */
  inThread(repositoryId: number, issueNumber: number, limit: number): Promise<Job[]>;
  /** The last job that news of a pull request started of an agent; null when none did. */
  newestOfPull(repositoryId: number, issueNumber: number, agent: string): Promise<Job | null>;
  /** Those of them that have not ended, oldest first. */
  openOfPull(repositoryId: number, issueNumber: number, agent: string): Promise<Job[]>;
  /** The jobs that the run of a job asked for, oldest first. */
  childrenOf(jobId: string): Promise<Job[]>;
  /** The open jobs that the runs of these asked for, and theirs, and so on: the deepest first. */
  openBelow(jobIds: readonly string[]): Promise<Job[]>;
  /**
   * The jobs of a repository, accepted since then, of which GitHub may have made a run that none of them knows: it was
   * asked for more than once, or given up. Newest first.
   */
  withLostRun(repositoryId: number, since: number): Promise<Job[]>;
  /** Jobs that have not ended, oldest first. */
  open(): Promise<Job[]>;
  /** Compare and set: moves the job from one of `from`, or does nothing and resolves to false. */
  move(held: Held, from: readonly OpenState[], to: OpenState): Promise<boolean>;
  /** `dispatching` → `dispatched`, with the run that GitHub made. */
  dispatched(held: Held, run: { runId: number; url: string }): Promise<boolean>;
  /**
   * Keeps which result was accepted of the job's run, and whether it is a whole one, which may be given again; nothing
   * happens when the job has ended, or is in another's hand.
   */
  keepResult(held: Held, sha256: string, isWhole: boolean): Promise<void>;
  /** Keeps which conversation the job's run kept; likewise. */
  keepSession(held: Held, session: SessionFacts): Promise<void>;
  /** Keeps whose answer the job is given; likewise. */
  keepCached(held: Held, jobId: string): Promise<void>;
  /** The last job of a repository that ended well since then, under this key, with a whole result. */
  lastWhole(repositoryId: number, cacheKey: string, since: number): Promise<Job | null>;
  /**
   * Ends the job, and with it its reservation, once: false when it had already ended, or is in another's hand.
   */
  finish(held: Held, state: TerminalState, cause: string | null, spending?: Spending): Promise<boolean>;
  /** Every state the job has been in, oldest first. */
  history(jobId: string): Promise<Transition[]>;
};

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');
const OF_COMMAND = 'repository_id = ? AND command_comment_id = ? AND command_index = ?';
const OF_PULL = `repository_id = ? AND issue_number = ? AND agent = ? AND started_by = 'pull_request'`;
const TAKE = `UPDATE jobs SET attempt = attempt + 1 WHERE job_id = ? RETURNING *`;

const WHILE_HELD = `WHERE job_id = ? AND attempt = ? AND state IN (${OPEN})`;

const LOST_RUN = `repository_id = ? AND created_at >= ? AND (cause = 'run-not-seen' OR
  (SELECT COUNT(*) FROM transitions WHERE transitions.job_id = jobs.job_id AND to_state = 'dispatching') > 1)
  ORDER BY rowid DESC`;

/** A run's jobs are below it, and none is below itself: a job names one that was there before it. */
function below(count: number): string {
  const marks = Array.from({ length: count }, () => '?').join(', ');
  return `state IN (${OPEN}) AND job_id IN (
    WITH RECURSIVE below (job_id) AS (
      SELECT job_id FROM jobs WHERE parent_job IN (${marks})
      UNION SELECT jobs.job_id FROM jobs JOIN below ON jobs.parent_job = below.job_id)
    SELECT job_id FROM below) ORDER BY depth DESC, rowid`;
}

/** The table of jobs. A change of state and its line of history are one transaction. */
export function openJobs(database: Database, now: () => number): Jobs {
  const one =
    (where: string) =>
    async (...values: Value[]): Promise<Job | null> =>
      toJob(await database.get<Row>(`SELECT * FROM jobs WHERE ${where}`, values));
  const all = async (where: string, ...values: Value[]): Promise<Job[]> =>
    toJobs(await database.all<Row>(`SELECT * FROM jobs WHERE ${where}`, values));
  const change = openChange(database, now);
  return {
    accept: acceptIn(database, change, now),
    whyCapped: (job, caps) => whyCapped(database, job, caps, now()),
    take: async (jobId) => toJob(await database.get<Row>(TAKE, [jobId])),
    isHeld: async ({ jobId, attempt }) =>
      (await database.get(`SELECT 1 FROM jobs WHERE job_id = ? AND attempt = ?`, [jobId, attempt])) !==
      undefined,
    byId: one('job_id = ?'),
    byCommand: one(OF_COMMAND),
    byRun: one('repository_id = ? AND run_id = ?'),
    inThread: (...values) =>
      all('repository_id = ? AND issue_number = ? ORDER BY rowid DESC LIMIT ?', ...values),
    newestOfPull: one(`${OF_PULL} ORDER BY rowid DESC LIMIT 1`),
    openOfPull: (...values) => all(`${OF_PULL} AND state IN (${OPEN}) ORDER BY rowid`, ...values),
    childrenOf: (jobId) => all('parent_job = ? ORDER BY rowid', jobId),
    openBelow: async (jobIds) => (jobIds.length === 0 ? [] : all(below(jobIds.length), ...jobIds)),
    withLostRun: (...values) => all(LOST_RUN, ...values),
    open: () => all(`state IN (${OPEN}) ORDER BY rowid`),
    move: (held, from, to) => change.state(held, from, to, null),
    dispatched: (held, run) => change.state(held, ['dispatching'], 'dispatched', null, { run }),
    async keepResult({ jobId, attempt }, sha256, isWhole) {
      const key = isWhole ? '' : ', cache_key = NULL';
      await database.run(`UPDATE jobs SET result_sha256 = ?${key} ${WHILE_HELD}`, [sha256, jobId, attempt]);
    },
    async keepSession({ jobId, attempt }, { sha256, expires_at }) {
      const set = 'session_sha256 = ?, session_expires_at = ?';
      await database.run(`UPDATE jobs SET ${set} ${WHILE_HELD}`, [sha256, expires_at, jobId, attempt]);
    },
    async keepCached({ jobId, attempt }, from) {
      await database.run(`UPDATE jobs SET cached_from = ? ${WHILE_HELD}`, [from, jobId, attempt]);
    },
    lastWhole: one(
      `repository_id = ? AND cache_key = ? AND updated_at >= ? AND state = 'done' AND result_sha256 IS NOT NULL
       ORDER BY updated_at DESC, rowid DESC LIMIT 1`,
    ),
    finish: (held, state, cause, spending) =>
      change.state(held, OPEN_STATES, state, cause, spending && { spending }),
    history: (jobId) => transitionsOf(database, jobId),
  };
}

function acceptIn(database: Database, change: Change, now: () => number): Accept {
  function accept(job: NewJob): Promise<Accepted>;
  function accept(job: NewJob, caps: Caps): Promise<Accepted | Capped>;
  function accept(job: NewJob, caps?: Caps): Promise<Accepted | Capped> {
    return database.transaction(async (sql) => {
      if (caps) await lockCaps(sql, job.installationId);
      const capped = caps ? await whyCapped(sql, job, caps, now()) : null;
      return capped ?? acceptWithin(sql, job, change, now());
    });
  }
  return accept;
}

async function acceptWithin(sql: Sql, job: NewJob, change: Change, at: number): Promise<Accepted> {
  const row: Record<string, Value> = { ...job, state: 'authorised', createdAt: at, updatedAt: at };
  const columns = Object.keys(row).map(snake);
  const marks = columns.map(() => '?').join(', ');
  const insert = `INSERT INTO jobs (${columns.join(', ')}) VALUES (${marks}) ON CONFLICT DO NOTHING`;
  const isNew = (await sql.run(insert, Object.values(row))) > 0;
  if (isNew) await change.note(sql, job.jobId, null, 'authorised', null);
  const command = [job.repositoryId, job.commandCommentId, job.commandIndex];
  const found = await sql.get<Row>(`SELECT * FROM jobs WHERE ${OF_COMMAND}`, command);
  const kept = toJob(isNew || !found ? found : await sql.get<Row>(TAKE, [String(found['job_id'])]));
  if (!kept) throw new Error(`the job ${job.jobId} was not kept`);
  return { job: kept, isNew };
}

type Row = Record<string, Value>;

function toJobs(rows: Row[]): Job[] {
  return rows.map((row) => toJob(row)).filter((job) => job !== null);
}

function toJob(row: Row | undefined): Job | null {
  if (row === undefined) return null;
  const { rowid: _, ...columns } = row;
  const entries = Object.entries(columns);
  return Object.fromEntries(entries.map(([column, value]) => [camel(column), value])) as unknown as Job;
}

function camel(column: string): string {
  return column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
