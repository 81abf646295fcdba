import type { NewJob } from '../../../../edge/store/job.ts';
import type { Store } from '../../../../edge/store/store.ts';

/** What a store keeps its rows in. */
export type Engine = {
  /** Opens the store, again and again: what was kept is there. `now` gives milliseconds since 1970. */
  open(now: () => number): Promise<Store>;
  /** Runs a statement behind the store's back. */
  raw(sql: string): Promise<Record<string, unknown>[]>;
  /** Takes everything away. */
  remove(): Promise<void>;
};

/** A store at work. Its clock ticks at each look. */
export type Bench = {
  store: Store;
  time: number;
  raw: Engine['raw'];
  /** Closes the store and opens it again. */
  reopen(): Promise<void>;
};

export const delivery = {
  delivery: 'd1',
  contentKey: '42:comment:7',
  event: 'issue_comment',
  lane: 42,
  payload: '{"a":1}',
};

export const newJob = (differing: Partial<NewJob> = {}): NewJob => ({
  jobId: 'a'.repeat(32),
  repositoryId: 42,
  repository: 'octo/hello',
  installationId: 5,
  issueNumber: 3,
  commandCommentId: 7,
  commandIndex: 0,
  agent: 'reviewer',
  actor: 'mona',
  actorId: 11,
  headSha: 'e'.repeat(40),
  configBlob: 'c'.repeat(40),
  configCommit: 'd'.repeat(40),
  bodySha256: 'f'.repeat(64),
  bodyUpdatedAt: '2026-11-20T10:00:00Z',
  taskSha256: '0'.repeat(64),
  task: 'check it',
  limits: null,
  startedBy: 'comment',
  retryOf: null,
  fromJob: null,
  fromKind: null,
  cacheKey: null,
  ...differing,
});
