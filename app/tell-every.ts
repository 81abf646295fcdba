import { PROGRESS_EVERY_MS } from '../core/pacing/next-telling.ts';
import type { Desk } from './desk.ts';
import { lookEvery } from './look-every.ts';

const LOOK_MS = 1000;

/**
 * Looks every second for runs whose progress is to be told, and queues that. In the queue, because of a repository one
 * task is done at a time: what is told of a run's progress never comes after its end. Returns what ends it.
 */
export function tellEvery(desk: Desk): () => Promise<void> {
  return lookEvery(desk, LOOK_MS, 'the progress of runs was not looked at', () => queueProgress(desk));
}

/** Of several replicas one takes each telling in hand. */
async function queueProgress({ store, now }: Desk): Promise<void> {
  for (const { jobId, repositoryId } of await store.progress.due(now() - PROGRESS_EVERY_MS)) {
    if (await store.progress.claim(jobId, now() + PROGRESS_EVERY_MS))
      await store.queue.add({ kind: 'progress', id: jobId, lane: repositoryId });
  }
}
