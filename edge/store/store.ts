import { openApprovals, type Approvals } from './approvals.ts';
import { openConfigComments, type ConfigComments } from './config-comments.ts';
import { countRows, countWaiting, type Counts } from './counts.ts';
import { openInbox, type Inbox } from './inbox.ts';
import { openJobs, type Jobs } from './jobs.ts';
import type { Queue, Task } from './queue.ts';
import { openDatabase } from './sqlite/database.ts';
import { openLanes } from './sqlite/lanes.ts';

/** The app's memory: what it heard, what is to be done and what became of it. */
export type Store = {
  inbox: Inbox;
  jobs: Jobs;
  configComments: ConfigComments;
  approvals: Approvals;
  queue: Queue;
  /** Rejects when the store does not answer. */
  readonly counts: () => Promise<Counts>;
  /** The cheap part of `counts`. Rejects when the store does not answer. */
  readonly waiting: () => Promise<Counts['waiting']>;
  close(): Promise<void>;
};

export type StoreOptions = {
  /** Milliseconds since 1970; default: the machine's clock. */
  now?: () => number;
  /** Hears of work that threw, which is a defect. */
  failed?: (error: unknown) => void;
};

/** Opens the store in the file `path`. Throws `Fault`. */
export function openStore(path: string, { now = Date.now, failed = () => {} }: StoreOptions = {}): Store {
  const database = openDatabase(path);
  const queue = openLanes((): Promise<Task[]> => inbox.unfinished(), failed);
  const inbox = openInbox(database, queue, now);
  return {
    inbox,
    queue,
    jobs: openJobs(database, now),
    configComments: openConfigComments(database, now),
    approvals: openApprovals(database, now),
    counts: () => countRows(database),
    waiting: () => countWaiting(database),
    close: () => database.close(),
  };
}
