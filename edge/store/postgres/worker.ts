import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, PgBoss } from 'pg-boss';
import type { Task } from '../queue.ts';
import { QUEUE } from './boss.ts';

/** So many lanes a replica works in at a time. */
const LANES = 20;
/** Looks at least so often for tasks that nobody called out. */
const LOOK_MS = 1000;
/** In a flood, one look serves all that was added and done in so many milliseconds. */
const GATHER_MS = 10;
const HEARTBEAT_MS = 3000;
const NOTE_TRIES = 40;
const NOTE_PAUSE_MS = 250;

export type Worker = {
  /** Looks for tasks now. */
  readonly wake: () => void;
  /** Takes no other task, and resolves when those in hand are done. */
  stop(): Promise<void>;
};

/** Takes tasks of the queue and does them, several lanes side by side, until it is stopped. */
export function openWorker(
  boss: PgBoss,
  work: (task: Task) => Promise<void>,
  failed: (error: unknown) => void,
): Worker {
  const inHand = new Map<Job<Task>, Promise<void>>();
  const alarm = openAlarm();
  const state = { stopping: false };

  const take = (job: Job<Task>): void => {
    const done = handle(boss, job, work, failed).finally(() => {
      inHand.delete(job);
      alarm.ring();
    });
    inHand.set(job, done);
  };
  const run = async (): Promise<void> => {
    while (!state.stopping) {
      const free = LANES - inHand.size;
      const nextRing = alarm.set();
      const jobs = free > 0 ? await boss.fetch<Task>(QUEUE, { batchSize: free }).catch(() => []) : [];
      for (const job of jobs) take(job);
      if (state.stopping) break;
      await nextRing(LOOK_MS);
      await sleep(GATHER_MS);
    }
  };
  const heartbeat = setInterval(() => {
    // One that is not heard is followed by others; after several, the tasks are another's.
    if (inHand.size > 0) boss.touch(QUEUE, [...inHand.keys()]).catch(() => {});
  }, HEARTBEAT_MS).unref();
  const running = run();
  return {
    wake: alarm.ring,
    async stop() {
      state.stopping = true;
      alarm.ring();
      await running;
      await Promise.all(inHand.values());
      clearInterval(heartbeat);
    },
  };
}

/** Does one task. What threw is handed out again, since it was not done. */
async function handle(
  boss: PgBoss,
  job: Job<Task>,
  work: (task: Task) => Promise<void>,
  failed: (error: unknown) => void,
): Promise<void> {
  try {
    await work(job.data);
  } catch (error) {
    failed(error);
    await untilNoted(() => boss.fail(QUEUE, job));
    return;
  }
  await untilNoted(() => boss.complete(QUEUE, job));
}

/**
 * Notes a task's end, also when the server comes back a little later. If it does not, whoever is handed the task next
 * finds out what there is to do.
 */
async function untilNoted(note: () => Promise<unknown>): Promise<void> {
  for (let tried = 0; tried < NOTE_TRIES; tried += 1) {
    try {
      await note();
      return;
    } catch {
      await sleep(NOTE_PAUSE_MS);
    }
  }
}

type Alarm = {
  readonly ring: () => void;
  /** Forgets the rings so far, and gives what waits for the next one, for so many milliseconds at most. */
  readonly set: () => (milliseconds: number) => Promise<void>;
};

function openAlarm(): Alarm {
  let next = Promise.withResolvers<void>();
  return {
    ring: () => next.resolve(),
    set() {
      next = Promise.withResolvers<void>();
      const { promise, resolve } = next;
      return async (milliseconds) => {
        const timer = setTimeout(resolve, milliseconds).unref();
        await promise;
        clearTimeout(timer);
      };
    },
  };
}
