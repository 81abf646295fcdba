import type { Desk } from './desk.ts';

const SWEEP_MS = 5 * 60_000;
/** Redeliveries and retries come within days; after a month nobody asks any more. */
const KEEP_MS = 30 * 86_400_000;

/**
 * Sweeps now and every five minutes: forgets what is too old, and looks after jobs whose end nobody told us, or that
 * were left half-way. Resolves, after the first sweep, to what ends it.
 */
export async function sweepEvery(desk: Desk): Promise<() => void> {
  await sweep(desk);
  const timer = setInterval(() => {
    sweep(desk).catch((error: unknown) => {
      desk.log(`the sweep failed: ${error instanceof Error ? error.message : 'unknown'}`);
    });
  }, SWEEP_MS).unref();
  return () => clearInterval(timer);
}

async function sweep({ store, now }: Desk): Promise<void> {
  await store.inbox.prune(now() - KEEP_MS);
  await store.outbox.prune(now() - KEEP_MS);
  await store.jobs.forgetTasks(now() - KEEP_MS);
  for (const { jobId, repositoryId } of await store.jobs.open()) {
    await store.queue.add({ kind: 'job', id: jobId, lane: repositoryId });
  }
}
