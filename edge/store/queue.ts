import type { Sql } from './sql.ts';

/** One thing to do: a delivery to be worked on, a job to be looked after, or its progress to be told. */
export type Task = {
  kind: 'delivery' | 'job' | 'progress';
  /** GUID of the delivery, or id of the job. */
  id: string;
  /** Of one lane, a repository's id, one task is done at a time, in the order in which they came. */
  lane: number;
};

/** What is to be done, handed out to whoever works. */
export type Queue = {
  /** Adds a task; with `sql`, as part of that transaction. A task whose transaction failed finds nothing to do. */
  add(task: Task, sql?: Sql): Promise<void>;
  /** Begins to hand out tasks, what a stopped app left undone first. `work` does not reject. */
  start(work: (task: Task) => Promise<void>): Promise<void>;
  /** Resolves when no task waits or is under way here. */
  idle(): Promise<void>;
  /** Lets the task under way finish and hands out no other. What waits is handed out at the next start. */
  stop(): Promise<void>;
};
