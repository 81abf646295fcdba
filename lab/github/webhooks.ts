import { createHmac, randomUUID } from 'node:crypto';
import { installationReference } from './nouns/app.ts';
import { repositoryJson } from './nouns/repository.ts';
import { userJson } from './nouns/user.ts';
import type { Delivery, Installation, Repository, User, WebhookTarget, World } from './state.ts';
import { inBackground } from './background.ts';
import { installationOf } from './world.ts';
import { isDescribedWebhook, webhookViolation } from './validate.ts';

/** GitHub waits this long for an answer, and never sends again by itself. */
const PATIENCE_MS = 10_000;

/** These reach every App, subscribed or not. */
const ALWAYS_SENT = new Set(['installation', 'installation_repositories']);

type Event = {
  name: string;
  action: string | null;
  installation: Installation;
  repository: Repository | null;
  payload: Record<string, unknown>;
};

/** Tells the App about an event in a repository, if it is installed there and has subscribed to it. */
export function announce(
  world: World,
  name: string,
  action: string | null,
  about: { repository: Repository; sender: User; payload: Record<string, unknown> },
): void {
  const installation = installationOf(world, about.repository);
  if (!installation) return;
  const payload = {
    ...(action === null ? {} : { action }),
    ...about.payload,
    repository: repositoryJson(world, about.repository),
    sender: userJson(world, about.sender),
    installation: installationReference(installation),
  };
  send(world, { name, action, installation, repository: about.repository, payload });
}

/** Sends one event in the background. Does nothing when no webhook is set or nobody has subscribed. */
export function send(world: World, event: Event): void {
  if (!world.webhook) return;
  if (!ALWAYS_SENT.has(event.name) && !event.installation.events.includes(event.name)) return;
  const what = event.action === null ? event.name : `${event.name}.${event.action}`;
  const wrong = isDescribedWebhook(what)
    ? webhookViolation(what, event.payload)
    : 'this webhook is not described';
  if (wrong !== null) world.violations.push({ in: 'webhook', what, message: wrong });
  const target = world.webhook;
  const delivery = newDelivery(world, target, event);
  inBackground(world, what, () => deliver(world, target, delivery));
}

function newDelivery(world: World, target: WebhookTarget, event: Event): Delivery {
  const guid = randomUUID();
  // Frozen at this moment: later changes of the world must not reach into a sent payload.
  const text = JSON.stringify(event.payload);
  return {
    id: world.nextId(),
    guid,
    event: event.name,
    action: event.action,
    deliveredAt: world.now(),
    redelivery: false,
    seconds: 0,
    status: 'pending',
    statusCode: 0,
    installationId: event.installation.id,
    repositoryId: event.repository?.id ?? null,
    url: target.url,
    request: { headers: headers(world, event.name, guid, target.secret, text), payload: JSON.parse(text) },
    response: { headers: {}, payload: null },
  };
}

function headers(world: World, event: string, guid: string, secret: string, text: string) {
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/lab',
    'x-github-delivery': guid,
    'x-github-event': event,
    'x-github-hook-id': String(world.app.id),
    'x-github-hook-installation-target-id': String(world.app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`,
  };
}

async function deliver(world: World, target: WebhookTarget, delivery: Delivery): Promise<void> {
  world.deliveries.push(delivery);
  const started = performance.now();
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: delivery.request.headers,
      body: JSON.stringify(delivery.request.payload),
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), world.closing]),
    });
    const payload = await response.text();
    delivery.statusCode = response.status;
    delivery.status = response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`;
    delivery.response = { headers: Object.fromEntries(response.headers), payload };
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    delivery.status = late ? 'timed out' : 'failed to connect to host';
  }
  delivery.seconds = (performance.now() - started) / 1000;
}

/**
 * Sends a delivery again: a new delivery with the same GUID and payload, signed for the webhook as it
 * is set now. Returns the new delivery; `idle` waits for its answer. Throws when there is no such id.
 */
export function redeliver(world: World, id: number): Delivery {
  const earlier = world.deliveries.find((delivery) => delivery.id === id);
  if (!earlier) throw new Error(`no delivery ${id}`);
  const target = world.webhook;
  if (!target) throw new Error('no webhook is set: call setWebhook first');
  const text = JSON.stringify(earlier.request.payload);
  const again: Delivery = {
    ...earlier,
    id: world.nextId(),
    deliveredAt: world.now(),
    redelivery: true,
    seconds: 0,
    status: 'pending',
    statusCode: 0,
    url: target.url,
    request: {
      headers: headers(world, earlier.event, earlier.guid, target.secret, text),
      payload: JSON.parse(text),
    },
    response: { headers: {}, payload: null },
  };
  inBackground(world, earlier.event, () => deliver(world, target, again));
  return again;
}
