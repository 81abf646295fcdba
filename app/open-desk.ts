import { setTimeout as sleep } from 'node:timers/promises';
import type { Probot } from 'probot';
import { gate, orNotice, type KnownSecrets } from '../core/redact/gate.ts';
import { inflate } from '../edge/codec/inflate.ts';
import type { Pace } from '../edge/github/pace.ts';
import { openMarker } from '../edge/keys/marker.ts';
import { secretsId } from '../edge/keys/secrets-id.ts';
import { writeLog } from '../edge/log/write-log.ts';
import { openAttention } from './attention.ts';
import { databasePassword } from './database-url.ts';
import type { Desk } from './desk.ts';
import { asApp, asInstallation } from './github-app.ts';
import type { Settings } from './settings.ts';

/** Lays out what the stories need. */
export function openDesk(
  settings: Settings,
  store: Desk['store'],
  { probot, pace }: { probot: Probot; pace: Pace },
  now: () => number,
): Desk {
  const known: KnownSecrets = {
    secrets: {
      DISPATCH_PRIVATE_KEY: settings.privateKey,
      DISPATCH_WEBHOOK_SECRET: settings.webhookSecret,
      ...(settings.previousWebhookSecret === undefined
        ? {}
        : { DISPATCH_PREVIOUS_WEBHOOK_SECRET: settings.previousWebhookSecret }),
      DISPATCH_TICKET_PRIVATE_KEY: settings.ticketPrivateKey,
      ...(settings.notify && { DISPATCH_NOTIFY_SECRET: settings.notify.secret }),
      ...databaseSecret(settings),
    },
  };
  return {
    store,
    known,
    secretsId: secretsId(settings.ticketPrivateKey, known),
    now,
    pause: (milliseconds) => (settings.pause ?? sleep)(settings.pacing === 'none' ? 0 : milliseconds),
    github: (installationId) => asInstallation(probot, pace, installationId),
    contentLeft: (installationId) => pace.part(installationId),
    asApp: () => asApp(probot, pace),
    appId: Number(settings.appId),
    marker: openMarker(settings.ticketPrivateKey),
    attention: settings.attention ?? openAttention(now),
    issuer: `agent-dispatch/${settings.appId}`,
    ticketPrivateKey: settings.ticketPrivateKey,
    workflow: settings.workflow,
    operator: settings.operator ?? {},
    log: (line) =>
      writeLog(orNotice(gate(line, 'log', known, { inflate }), 'log'), {
        to: settings.log,
        format: settings.logFormat,
        at: now(),
      }),
  };
}

function databaseSecret({ databaseUrl }: Settings): Record<string, string> {
  const password = databaseUrl === undefined ? null : databasePassword(databaseUrl);
  return password === null ? {} : { DISPATCH_DATABASE_URL: password };
}
