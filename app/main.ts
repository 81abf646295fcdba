import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Probot } from 'probot';
import { gate, orNotice, type KnownSecrets } from '../core/redact/gate.ts';
import { inflate } from '../edge/codec/inflate.ts';
import { runFacts } from '../edge/github/read.ts';
import { publicKeyText } from '../edge/keys/ticket-keys.ts';
import { writeLog } from '../edge/log/write-log.ts';
import type { Delivery } from '../edge/store/inbox.ts';
import { openStore } from '../edge/store/store.ts';
import { readCommentEvent } from './comment-event.ts';
import { readDelivery } from './deliveries.ts';
import type { Desk } from './desk.ts';
import { openFront } from './front.ts';
import { asInstallation, openProbot } from './github-app.ts';
import { openLanes, type Lanes } from './lanes.ts';
import { lookAfter } from './look-after.ts';
import { onComment } from './on-comment.ts';
import { onPull } from './on-pull.ts';
import { onRun } from './on-run.ts';
import type { Settings } from './settings.ts';

/** A running app. */
export type App = {
  /** Where it listens: `http://127.0.0.1:3000`. */
  url: string;
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
  const probot = openProbot(settings);
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
  const front = await openFront({
    host: settings.host,
    port: settings.port,
    webhookSecrets: webhookSecretsOf(settings),
    requestSeconds: settings.requestSeconds ?? 10,
    log: desk.log,
    keep: ({ guid, event, body }) => {
      const delivery = readDelivery(guid, event, body);
      if (!delivery) return delivery === null;
      const kept = store.inbox.accept(delivery);
      if (kept.verdict !== 'duplicate') work(kept.delivery, delivery.lane);
      return true;
    },
  });
  const sweeper = setInterval(() => sweep(desk, lanes), SWEEP_MS).unref();
  let closing: Promise<void> | undefined;
  return {
    url: front.url,
    ticketKey,
    idle: () => lanes.idle(),
    close() {
      closing ??= (async () => {
        clearInterval(sweeper);
        await front.close();
        await lanes.stop();
        store.close();
      })();
      return closing;
    },
  };
}

function webhookSecretsOf({ webhookSecret, previousWebhookSecret: previous }: Settings): string[] {
  return previous === undefined ? [webhookSecret] : [webhookSecret, previous];
}

function openDesk(settings: Settings, store: Desk['store'], probot: Probot, now: () => number): Desk {
  const known: KnownSecrets = {
    secrets: {
      DISPATCH_PRIVATE_KEY: settings.privateKey,
      DISPATCH_WEBHOOK_SECRET: settings.webhookSecret,
      ...(settings.previousWebhookSecret === undefined
        ? {}
        : { DISPATCH_PREVIOUS_WEBHOOK_SECRET: settings.previousWebhookSecret }),
      DISPATCH_TICKET_PRIVATE_KEY: settings.ticketPrivateKey,
    },
  };
  return {
    store,
    known,
    now,
    pause: (milliseconds) => sleep(settings.pacing === 'none' ? 0 : milliseconds),
    github: (installationId) => asInstallation(probot, installationId),
    appId: Number(settings.appId),
    issuer: `agent-dispatch/${settings.appId}`,
    ticketPrivateKey: settings.ticketPrivateKey,
    workflow: settings.workflow,
    operator: settings.operator ?? {},
    log: (line) => writeLog(orNotice(gate(line, 'log', known, { inflate }), 'log'), settings.log),
  };
}

/** Says which event is whose story. Each story ends by noting its outcome with the delivery. */
function listenTo(probot: Probot, desk: Desk): void {
  const { inbox } = desk.store;
  probot.on('issue_comment.created', async ({ id, payload }) => {
    const event = readCommentEvent(id, payload);
    inbox.done(id, event ? await onComment(event, desk) : 'no-installation');
  });
  probot.on(['workflow_run.in_progress', 'workflow_run.completed'], async ({ id, payload }) => {
    const { repository, installation } = payload;
    if (!installation) return inbox.done(id, 'no-installation');
    const event = {
      installationId: installation.id,
      action: payload.action,
      run: runFacts(payload.workflow_run, repository.id),
      name: { owner: repository.owner.login, repo: repository.name },
    };
    inbox.done(id, await onRun(event, desk));
  });
  const news = ['opened', 'synchronize', 'reopened', 'edited'] as const;
  probot.on(
    news.map((action) => `pull_request.${action}` as const),
    async ({ id, payload }) => {
      const { repository, installation, number } = payload;
      if (!installation) return inbox.done(id, 'no-installation');
      const name = { owner: repository.owner.login, repo: repository.name };
      const event = { installationId: installation.id, repositoryId: repository.id, name, number };
      inbox.done(id, await onPull(event, desk));
    },
  );
}

/** Works on one kept delivery. A story that throws leaves it failed: a redelivery may try again. */
async function workOn(guid: string, probot: Probot, desk: Desk): Promise<void> {
  const delivery = desk.store.inbox.waiting(guid);
  if (!delivery) return;
  try {
    await probot.receive(eventOf(delivery));
  } catch (error) {
    const causes = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
    const first = causes[0];
    desk.log(`delivery ${guid} failed: ${first instanceof Error ? first.message : 'unknown'}`);
    desk.store.inbox.failed(guid, 'failed');
  }
}

function eventOf({ delivery, event, payload }: Delivery): Parameters<Probot['receive']>[0] {
  return { id: delivery, name: event, payload: JSON.parse(payload) } as Parameters<Probot['receive']>[0];
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
