import type { Desk } from './desk.ts';
import type { Settings } from './settings.ts';

const SWEEP_MS = 5 * 60_000;
/** Redeliveries and retries come within days; after a month nobody asks any more. */
const KEEP_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Sweeps now and every five minutes: forgets what is too old, and looks after jobs whose end nobody told us, or that
 * were left half-way. Resolves, after the first sweep, to what ends it.
 */
export async function sweepEvery(desk: Desk, { retentionDays = KEEP_DAYS }: Settings): Promise<() => void> {
  const sweep = () => sweepOnce(desk, retentionDays);
  await sweep();
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => {
      desk.log(`the sweep failed: ${error instanceof Error ? error.message : 'unknown'}`);
    });
  }, SWEEP_MS).unref();
  return () => clearInterval(timer);
}

async function sweepOnce({ store, now }: Desk, days: number): Promise<void> {
  await store.retention.forget(now() - days * DAY_MS);
  for (const { jobId, repositoryId } of await store.jobs.open()) {
    await store.queue.add({ kind: 'job', id: jobId, lane: repositoryId });
  }
}
