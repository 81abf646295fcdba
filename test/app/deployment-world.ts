import { createHmac, randomUUID } from 'node:crypto';
import { openStore } from '../../edge/store/store.ts';
import { succeeds, WEBHOOK_SECRET, type Play, type World } from './world.ts';

/** What an App asks for besides, when its protection rule is to guard environments. */
export const MORE = { permissions: { deployments: 'write' }, events: ['deployment_protection_rule'] };

export const ENVIRONMENT = 'production';

/** For an agent that needs no approval. */
export const REVIEW = '/dispatch reviewer check the error handling';

/** A run that reaches an environment before it does anything, and goes on when the App says so. */
export function guarded(world: () => World): Play {
  return async (claims, order) => {
    const asked = world().github.reachEnvironment('acme/app', order.run.id, ENVIRONMENT);
    await asked.answered;
    return asked.state === 'approved' ? succeeds()(claims, order) : { conclusion: 'failure' };
  };
}

/** What the app answered GitHub at its environments, and how GitHub took it. */
export function reviews({ github }: World) {
  return github.requests
    .filter(({ path }) => path.endsWith('/deployment_protection_rule'))
    .map(({ path, status, body }) => ({ path, status, ...(body as { state: string; comment: string }) }));
}

type Payload = Record<string, unknown>;

/** The last request that GitHub sent to the app. */
export function lastRequest({ github }: World): Payload {
  const last = github.deliveries.findLast(({ event }) => event === 'deployment_protection_rule');
  return last?.request.payload as Payload;
}

/** Sends the app a request that GitHub did not make, signed with the right secret. */
export async function forge(world: World, payload: Payload): Promise<number> {
  const body = JSON.stringify(payload);
  const response = await fetch(`${world.app.url}/api/github/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-delivery': randomUUID(),
      'x-github-event': 'deployment_protection_rule',
      'x-hub-signature-256': `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`,
    },
    body,
  });
  await world.settle();
  return response.status;
}

/** The same past the inbox: as if neither its GUID nor its content had been heard before. */
export async function replay(world: World, payload: Payload): Promise<void> {
  await world.app.close();
  const store = openStore(world.stateFile);
  await store.inbox.accept({
    delivery: randomUUID(),
    contentKey: randomUUID(),
    event: 'deployment_protection_rule',
    lane: world.repository.id,
    payload: JSON.stringify(payload),
  });
  await store.close();
  await world.restart();
}
