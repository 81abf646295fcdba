/** States a job passes through, in order; it may end from any of them. */
export const OPEN_STATES = [
  'authorised',
  'awaiting_approval',
  'reserved',
  'dispatching',
  'dispatched',
  'running',
  'collecting',
  'publishing',
] as const;

/** States a job ends in, exactly once. */
export const TERMINAL_STATES = [
  'done',
  'failed',
  'refused',
  'cancelled',
  'timed_out',
  'expired',
  'undeliverable',
] as const;

export type OpenState = (typeof OPEN_STATES)[number];
export type TerminalState = (typeof TERMINAL_STATES)[number];
export type JobState = OpenState | TerminalState;

/** What is known of a job when its command is accepted; none of it changes later. */
export type NewJob = {
  /** 32 lower-case hex digits. */
  jobId: string;
  repositoryId: number;
  /** owner/name when accepted. */
  repository: string;
  installationId: number;
  issueNumber: number;
  /** The comment the command was in, and which of its commands it was (from 0). */
  commandCommentId: number;
  commandIndex: number;
  agent: string;
  actor: string;
  /** The actor's number, which a change of their login leaves as it is; null for a job of an older version. */
  actorId: number | null;
  headSha: string;
  configBlob: string;
  configCommit: string;
  bodySha256: string;
  bodyUpdatedAt: string;
  taskSha256: string;
  /** Kept for a retry, and forgotten with the retention time; null then. */
  task: string | null;
  /** What the command made stricter, as JSON; null for nothing. */
  limits: string | null;
  /** A command in a comment (or our button), or news of a pull request. */
  startedBy: 'comment' | 'pull_request';
  /** The job whose task this is once more; null for a task of its own. */
  retryOf: string | null;
  /** The job whose result or conversation the agent is given; null for none. */
  fromJob: string | null;
  /** What it is given of that job: its result, or its conversation; null for none, or for a result. */
  fromKind: 'result' | 'session' | null;
  /** What its answer rests on, as long as it may be given again to the same; null where it may not. */
  cacheKey: string | null;
};

/** A job's row. Times are milliseconds since 1970. */
export type Job = NewJob & {
  state: JobState;
  /** Code of why it ended as it did; null while open and on success. */
  cause: string | null;
  runId: number | null;
  runUrl: string | null;
  /** SHA-256 of the result.json that was accepted of its run and shown; null where there is none. */
  resultSha256: string | null;
  /** SHA-256 of the encrypted conversation that its run kept, and until when it may be continued (Unix seconds); null where none was kept. */
  sessionSha256: string | null;
  sessionExpiresAt: number | null;
  /** The job whose answer it was given, without a run of its own; null for none. */
  cachedFrom: string | null;
  createdAt: number;
  updatedAt: number;
  /** Counts who has taken the job in hand: whoever was overtaken changes nothing any more. */
  attempt: number;
};

/** A job, as whoever works on it holds it. */
export type Held = Pick<Job, 'jobId' | 'attempt'>;

/** True when the job has ended. */
export function isTerminal(state: JobState): state is TerminalState {
  return (TERMINAL_STATES as readonly string[]).includes(state);
}
