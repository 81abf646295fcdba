import { join } from 'node:path';
import { Fault } from '../core/fault.ts';
import { publicKeyText } from '../edge/keys/ticket-keys.ts';
import { openStore, type Store } from '../edge/store/store.ts';
import { readDelivery } from './deliveries.ts';
import type { Desk } from './desk.ts';
import { openFront, type FrontOptions } from './front.ts';
import { openPacing, openProbot } from './github-app.ts';
import { openMetrics, type Metrics } from './metrics.ts';
import { openDesk } from './open-desk.ts';
import { notifyEvery } from './notify-every.ts';
import { tellEvery } from './tell-every.ts';
import { openOperatorPort, type OperatorPortOptions } from './operator-port.ts';
import { queueWhenDue } from './put-off.ts';
import type { Settings } from './settings.ts';
import { listenTo } from './stories.ts';
import { alarmOf, downBefore } from './downtime.ts';
import { openSweeper } from './sweep.ts';
import { doTask } from './task.ts';

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

/** Starts the app. Rejects with a `Fault` when the store or a key cannot be used. */
export async function startApp(settings: Settings): Promise<App> {
  const ticketKey = publicKeyText(settings.ticketPrivateKey);
  const now = settings.now ?? Date.now;
  const opened = await openStoreOf(settings, now, (error) => desk.log(whyAgain(error)));
  const store = settings.storeAs?.(opened) ?? opened;
  const pace = openPacing(settings);
  const metrics = openMetrics(store.counts, now, pace.standing);
  const probot = openProbot(settings, metrics.called);
  const desk: Desk = openDesk(settings, store, { probot, pace }, now);
  listenTo(probot, desk);
  await store.queue.start((task) => doTask(task, probot, desk));
  const down = await downBefore(desk);
  metrics.wasDown(down / 1000);
  // Before the first sweep: what happens after that has looked is heard.
  const front = await openFront(frontOf(settings, { desk, metrics }));
  const sweeper = await openSweeper(desk, settings).catch(async (error: unknown) => {
    await front.close();
    throw error;
  });
  const stopQueueing = queueWhenDue(desk);
  const stopTelling = settings.tellsProgress === false ? async () => {} : tellEvery(desk);
  const stopNotifying = notifyEvery(desk, settings.notify);
  sweeper.reconcile();
  let closing: Promise<void> | undefined;
  const whyUnready = async (): Promise<string | null> =>
    closing === undefined ? problemOf(store) : 'the app is about to stop';
  const operatorPort = await openPortOf(settings, { desk, metrics, whyUnready, remark: alarmOf(down) });
  const stop = async (): Promise<void> => {
    await sweeper.stop();
    await stopTelling();
    await stopNotifying();
    await stopQueueing();
    await front.close();
    await store.queue.stop();
    await operatorPort?.close();
    await store.close();
  };
  return {
    url: front.url,
    operatorUrl: operatorPort?.url ?? null,
    ticketKey,
    async idle() {
      await sweeper.idle();
      await store.queue.idle();
    },
    close: () => (closing ??= stop()),
  };
}

async function openStoreOf(
  { stateDir, databaseUrl }: Settings,
  now: () => number,
  failed: (error: unknown) => void,
): Promise<Store> {
  if (databaseUrl === undefined) return openStore(join(stateDir, 'dispatch.db'), { now, failed });
  // What it needs is loaded by those who use it.
  const { openPostgresStore } = await import('../edge/store/postgres/store.ts');
  return openPostgresStore(databaseUrl, { now, failed });
}

function whyAgain(error: unknown): string {
  if (error instanceof Fault) return `a task waits for another try: ${error.message}`;
  return 'a piece of work threw: this is a defect';
}

type Parts = { desk: Desk; metrics: Metrics };

/** What the front hears is kept, and with that queued. */
function frontOf(settings: Settings, { desk, metrics }: Parts): FrontOptions {
  const { webhookSecret, previousWebhookSecret: previous } = settings;
  return {
    host: settings.host,
    port: settings.port,
    webhookSecrets: previous === undefined ? [webhookSecret] : [webhookSecret, previous],
    requestSeconds: settings.requestSeconds ?? 10,
    log: desk.log,
    answered: metrics.answered,
    async keep({ guid, event, body }) {
      const delivery = readDelivery(guid, event, body);
      if (!delivery) return delivery === null;
      await desk.store.inbox.accept(delivery);
      return true;
    },
  };
}

async function openPortOf(
  { operatorPort }: Settings,
  { desk, ...asked }: Parts & Pick<OperatorPortOptions, 'whyUnready' | 'remark'>,
) {
  if (operatorPort === undefined) return null;
  asked.metrics.watchProcess();
  return openOperatorPort({ ...operatorPort, ...asked, log: desk.log });
}

async function problemOf(store: Store): Promise<string | null> {
  try {
    await store.waiting();
    return null;
  } catch {
    return 'the store does not answer';
  }
}
