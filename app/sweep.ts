import type { Desk } from './desk.ts';
import type { Settings } from './settings.ts';
import { reconcile } from './reconcile.ts';

const SWEEP_SECONDS = 300;
/** Redeliveries and retries come within days; after a month nobody asks any more. */
const KEEP_DAYS = 30;
const DAY_MS = 86_400_000;

/** What is done every five minutes, unless the settings say otherwise. */
export type Sweeper = {
  /** Looks for missed deliveries, too, now and at every later sweep: from here on somebody listens. */
  reconcile(): void;
  /** Resolves when no sweep is under way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Sweeps now and every so often: says that the app is there, forgets what is too old, and looks after jobs whose
 * end nobody told us, or that were left half-way. Resolves after the first sweep.
 */
export async function openSweeper(
  desk: Desk,
  { retentionDays = KEEP_DAYS, sweepSeconds = SWEEP_SECONDS }: Settings,
): Promise<Sweeper> {
  const sweep = () => sweepOnce(desk, retentionDays);
  await sweep();
  let isStopping = false;
  let isListening = false;
  let underWay: Promise<void> | null = null;
  const round = async (withStore: boolean): Promise<void> => {
    try {
      if (withStore) await sweep();
      if (isListening && !isStopping) await reconcile(desk, () => isStopping);
    } catch (error) {
      desk.log(`the sweep failed: ${error instanceof Error ? error.message : 'unknown'}`);
    } finally {
      underWay = null;
    }
  };
  // One that takes long (GitHub wants its pauses) is not overtaken by the next.
  const timer = setInterval(() => void (underWay ??= round(true)), sweepSeconds * 1000).unref();
  return {
    reconcile() {
      isListening = true;
      underWay ??= round(false);
    },
    idle: async () => (await underWay) ?? undefined,
    async stop() {
      clearInterval(timer);
      isStopping = true;
      await underWay;
      await desk.store.reconciling.setWatermark('alive', desk.now());
    },
  };
}

async function sweepOnce({ store, now }: Desk, days: number): Promise<void> {
  await store.reconciling.setWatermark('alive', now());
  const before = now() - days * DAY_MS;
  await store.retention.forget(before);
  await store.outbox.prune(before);
  await store.reconciling.prune(before);
  for (const { jobId, repositoryId } of [
    ...(await store.jobs.open()),
    ...(await store.outbox.staleChecks()),
  ]) {
    await store.queue.add({ kind: 'job', id: jobId, lane: repositoryId });
  }
}
