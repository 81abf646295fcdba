import { setTimeout as sleep } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import type { Queue, Task } from '../queue.ts';
import type { Sql } from '../sql.ts';
import { QUEUE, QUEUE_SCHEMA } from './boss.ts';
import { asFault } from './connection.ts';
import type { PostgresDatabase } from './database.ts';
import { CHANNEL, listenForTasks } from './wake.ts';
import { openWorker, type Worker } from './worker.ts';

export type PostgresQueueOptions = {
  url: string;
  boss: PgBoss;
  database: PostgresDatabase;
  /** Hears of work that threw. */
  failed: (error: unknown) => void;
};

/** Tasks of the inbox that no job of the queue stands for: somebody has emptied the queue. */
const LEFT_OUT = `SELECT delivery, lane FROM inbox WHERE state = 'new' AND due_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM ${QUEUE_SCHEMA}.job WHERE name = '${QUEUE}' AND state < 'completed' AND data ->> 'id' = delivery
) ORDER BY rowid`;

const UNDONE = `SELECT COUNT(*) AS tasks FROM ${QUEUE_SCHEMA}.job WHERE name = '${QUEUE}' AND state < 'completed'`;

/** The queue that all replicas share. Adding a task is part of the transaction that makes it worth doing. */
export function openQueue({ url, boss, database, failed }: PostgresQueueOptions): Queue {
  let worker: Worker | undefined;
  let stopListening: (() => Promise<void>) | undefined;

  const send = async (task: Task, sql: Sql): Promise<void> => {
    await boss.send(QUEUE, task, { singletonKey: String(task.lane), db: database.executorOf(sql) });
    await sql.run(`SELECT pg_notify('${CHANNEL}', '')`);
  };
  return {
    async add(task, sql) {
      if (sql) return send(task, sql);
      if (!(await waits(boss, task))) await database.transaction((sql) => send(task, sql));
    },
    async start(work) {
      const left = await database.all<{ delivery: string; lane: number }>(LEFT_OUT);
      for (const { delivery, lane } of left)
        await database.transaction((sql) => send({ kind: 'delivery', id: delivery, lane }, sql));
      worker = openWorker(boss, work, failed);
      stopListening = await listenForTasks(url, worker.wake);
    },
    async idle() {
      while (((await database.get<{ tasks: number }>(UNDONE))?.tasks ?? 0) > 0) await sleep(20);
    },
    async stop() {
      await worker?.stop();
      await stopListening?.();
    },
  };
}

/** Every replica looks after the same jobs: one task for it waiting is enough. */
async function waits(boss: PgBoss, { kind, id, lane }: Task): Promise<boolean> {
  try {
    const options = { key: String(lane), data: { kind, id }, queued: true };
    return (await boss.findJobs(QUEUE, options)).length > 0;
  } catch (error) {
    throw asFault(error);
  }
}
