import type { Probot } from 'probot';
import type { Task } from '../edge/store/queue.ts';
import { catchUpCheck } from './check.ts';
import type { Desk } from './desk.ts';
import { lookAfter } from './look-after.ts';
import { isStoreAway } from './store-away.ts';
import { tellProgress } from './tell-progress.ts';
import { workOn } from './stories.ts';

/**
 * Does one task of the queue. What fails is in the store, and another try comes. Rejects only while the store does
 * not answer: then the queue hands the task out again.
 */
export async function doTask({ kind, id }: Task, probot: Probot, desk: Desk): Promise<void> {
  if (kind === 'delivery') return workOn(id, probot, desk);
  if (kind === 'progress') return tellProgress(id, desk);
  await lookAfter(id, desk)
    .then(() => catchUpCheck(id, desk))
    .catch((error: unknown) => {
      if (isStoreAway(error)) throw error;
      desk.log(`could not look after job ${id}: ${error instanceof Error ? error.message : 'unknown'}`);
    });
}
