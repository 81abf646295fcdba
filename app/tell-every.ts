import { PROGRESS_EVERY_MS } from '../core/pacing/next-telling.ts';
import type { Desk } from './desk.ts';

const LOOK_MS = 1000;

/**
 * Looks every second for runs whose progress is to be told, and queues that. In the queue, because of a repository one
 * task is done at a time: what is told of a run's progress never comes after its end. Returns what ends it.
 */
export function tellEvery(desk: Desk): () => Promise<void> {
  let underWay: Promise<void> | null = null;
  const look = async (): Promise<void> => {
    try {
      await queueProgress(desk);
    } catch (error) {
      desk.log(
        `the progress of runs was not looked at: ${error instanceof Error ? error.message : 'unknown'}`,
      );
    } finally {
      underWay = null;
    }
  };
  const timer = setInterval(() => void (underWay ??= look()), LOOK_MS).unref();
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}

/** Of several replicas one takes each telling in hand. */
async function queueProgress({ store, now }: Desk): Promise<void> {
  for (const { jobId, repositoryId } of await store.progress.due(now() - PROGRESS_EVERY_MS)) {
    if (await store.progress.claim(jobId, now() + PROGRESS_EVERY_MS))
      await store.queue.add({ kind: 'progress', id: jobId, lane: repositoryId });
  }
}
