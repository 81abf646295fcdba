import { join } from 'node:path';
import { publicKeyText } from '../edge/keys/ticket-keys.ts';
import { openStore, type Store } from '../edge/store/store.ts';
import { readDelivery } from './deliveries.ts';
import type { Desk } from './desk.ts';
import { openFront, type FrontOptions } from './front.ts';
import { openProbot } from './github-app.ts';
import { openLanes, type Lanes } from './lanes.ts';
import { lookAfter } from './look-after.ts';
import { openMetrics, type Metrics } from './metrics.ts';
import { openDesk } from './open-desk.ts';
import { openOperatorPort } from './operator-port.ts';
import type { Settings } from './settings.ts';
import { listenTo, workOn } from './stories.ts';

/** A running app. */
export type App = {
  /** Where it listens: `http://127.0.0.1:3000`. */
  url: string;
  /** Where the operator's own machines ask; null when nowhere. */
  operatorUrl: string | null;
  /** The one-line public key that workflows need as `ticket-key`. */
  ticketKey: string;
  /** Resolves when every delivery heard so far has been worked on. */
  idle(): Promise<void>;
  /** Stops listening, finishes the deliveries in hand and closes the store. Safe to repeat. */
  close(): Promise<void>;
};

const SWEEP_MS = 5 * 60_000;
/** Redeliveries and retries come within days; after a month nobody asks any more. */
const KEEP_MS = 30 * 86_400_000;

/** Starts the app. Rejects with a `Fault` when the store or a key cannot be used. */
export async function startApp(settings: Settings): Promise<App> {
  const ticketKey = publicKeyText(settings.ticketPrivateKey);
  const now = settings.now ?? Date.now;
  const store = openStore(join(settings.stateDir, 'dispatch.db'), now);
  const metrics = openMetrics(store.counts, now);
  const probot = openProbot(settings, metrics.called);
  const desk = openDesk(settings, store, probot, now);
  const lanes = openLanes(() => desk.log('a piece of work threw: this is a defect'));
  listenTo(probot, desk);
  const work = (delivery: string, lane: number): void =>
    lanes.add(lane, () => workOn(delivery, probot, desk));
  // What a crash left unfinished comes first.
  store.inbox.prune(now() - KEEP_MS);
  store.jobs.forgetTasks(now() - KEEP_MS);
  for (const { delivery, lane } of store.inbox.unfinished()) work(delivery, lane);
  sweep(desk, lanes);
  const front = await openFront(frontOf(settings, { desk, metrics, work }));
  let closing: Promise<void> | undefined;
  const whyUnready = (): string | null =>
    closing === undefined ? problemOf(store) : 'the app is about to stop';
  const operatorPort = await openPortOf(settings, { desk, metrics, whyUnready });
  const sweeper = setInterval(() => sweep(desk, lanes), SWEEP_MS).unref();
  const stop = async (): Promise<void> => {
    clearInterval(sweeper);
    await front.close();
    await lanes.stop();
    await operatorPort?.close();
    store.close();
  };
  return {
    url: front.url,
    operatorUrl: operatorPort?.url ?? null,
    ticketKey,
    idle: () => lanes.idle(),
    close: () => (closing ??= stop()),
  };
}

type Parts = { desk: Desk; metrics: Metrics };

/** What the front hears is kept, and then worked on. */
function frontOf(
  settings: Settings,
  { desk, metrics, work }: Parts & { work: (delivery: string, lane: number) => void },
): FrontOptions {
  const { webhookSecret, previousWebhookSecret: previous } = settings;
  return {
    host: settings.host,
    port: settings.port,
    webhookSecrets: previous === undefined ? [webhookSecret] : [webhookSecret, previous],
    requestSeconds: settings.requestSeconds ?? 10,
    log: desk.log,
    answered: metrics.answered,
    keep({ guid, event, body }) {
      const delivery = readDelivery(guid, event, body);
      if (!delivery) return delivery === null;
      const kept = desk.store.inbox.accept(delivery);
      if (kept.verdict !== 'duplicate') work(kept.delivery, delivery.lane);
      return true;
    },
  };
}

async function openPortOf(
  { operatorPort }: Settings,
  { desk, metrics, whyUnready }: Parts & { whyUnready: () => string | null },
) {
  if (operatorPort === undefined) return null;
  return openOperatorPort({ ...operatorPort, metrics, whyUnready, log: desk.log });
}

function problemOf(store: Store): string | null {
  try {
    store.counts();
    return null;
  } catch {
    return 'the store does not answer';
  }
}

/** Looks after jobs whose end nobody told us, or that were left half-way. */
function sweep(desk: Desk, lanes: Lanes): void {
  for (const job of desk.store.jobs.open()) {
    lanes.add(job.repositoryId, async () => {
      await lookAfter(job.jobId, desk).catch((error: unknown) => {
        desk.log(
          `could not look after job ${job.jobId}: ${error instanceof Error ? error.message : 'unknown'}`,
        );
      });
    });
  }
}
