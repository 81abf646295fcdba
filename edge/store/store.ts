import { openApprovals, type Approvals } from './approvals.ts';
import { countRows, countWaiting, type Counts } from './counts.ts';
import { openInbox, type Inbox } from './inbox.ts';
import { openJobs, type Jobs } from './jobs.ts';
import { openNotifications, type Notifications } from './notifications.ts';
import { openLater, type Later } from './later.ts';
import { openLedger, type Ledger } from './ledger.ts';
import { openOutbox, type Outbox } from './outbox.ts';
import { openPieces, type Pieces } from './pieces.ts';
import { openProgress, type ProgressTold } from './progress.ts';
import { openPullStarts, type PullStarts } from './pull-starts.ts';
import { openReconciling, type Reconciling } from './reconciling.ts';
import type { Queue, Task } from './queue.ts';
import { openRetention, type Retention } from './retention.ts';
import type { Database } from './sql.ts';
import { openDatabase } from './sqlite/database.ts';
import { openLanes } from './sqlite/lanes.ts';

/** The app's memory: what it heard, what is to be done and what became of it. */
export type Store = {
  inbox: Inbox;
  later: Later;
  jobs: Jobs;
  ledger: Ledger;
  outbox: Outbox;
  pieces: Pieces;
  progress: ProgressTold;
  pullStarts: PullStarts;
  reconciling: Reconciling;
  approvals: Approvals;
  queue: Queue;
  notifications: Notifications;
  retention: Retention;
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
  const queue = openLanes((): Promise<Task[]> => store.inbox.unfinished(), failed);
  const store = storeOf({ database, queue, now, close: () => database.close() });
  return store;
}

/** What a store is made of, whatever its engine. */
export type StoreParts = { database: Database; queue: Queue; now: () => number; close: () => Promise<void> };

/** Puts a store together. */
export function storeOf({ database, queue, now, close }: StoreParts): Store {
  return {
    inbox: openInbox(database, queue, now),
    later: openLater(database, queue, now),
    queue,
    jobs: openJobs(database, now),
    ledger: openLedger(database, now),
    notifications: openNotifications(database, now),
    retention: openRetention(database),
    outbox: openOutbox(database, now),
    pieces: openPieces(database),
    progress: openProgress(database, now),
    pullStarts: openPullStarts(database, now),
    reconciling: openReconciling(database, now),
    approvals: openApprovals(database, now),
    counts: () => countRows(database),
    waiting: () => countWaiting(database),
    close,
  };
}
