import { notFound, ok, type Answer } from '../answer.ts';
import { deliveryItemJson, deliveryJson } from '../nouns/delivery.ts';
import type { Delivery } from '../state.ts';
import { redeliver } from '../webhooks.ts';
import type { AppRoute, Call } from './route.ts';

/** The App looks at what was sent to it, and asks for it again. */
export const DELIVERY_ROUTES: readonly AppRoute[] = [
  { name: 'GET /app/hook/deliveries', needs: 'app', handle: listDeliveries },
  {
    name: 'GET /app/hook/deliveries/{delivery_id}',
    needs: 'app',
    handle: (call) => ok(deliveryJson(deliveryFrom(call))),
  },
  { name: 'POST /app/hook/deliveries/{delivery_id}/attempts', needs: 'app', handle: sendAgain },
];

/** Newest first, in pages that a cursor leads through: new deliveries do not shift them. */
function listDeliveries(call: Call): Answer {
  const size = Math.min(100, Number(call.query['per_page'] ?? 30));
  const before = Number(call.query['cursor'] ?? Number.POSITIVE_INFINITY);
  const rest = call.world.deliveries
    .filter((delivery) => delivery.id < before && hasStatus(delivery, call.query['status']))
    .toSorted((a, b) => b.id - a.id);
  const items = rest.slice(0, size);
  const last = items.at(-1);
  const next = `${call.world.urls.api}${call.path}?per_page=${size}&cursor=${last?.id}`;
  const headers: Record<string, string> = rest.length > size ? { link: `<${next}>; rel="next"` } : {};
  return { status: 200, body: items.map(deliveryItemJson), headers };
}

function hasStatus(delivery: Delivery, wanted: unknown): boolean {
  if (wanted === undefined) return true;
  const succeeded = delivery.statusCode >= 200 && delivery.statusCode < 400;
  return succeeded === (wanted === 'success');
}

function deliveryFrom(call: Call): Delivery {
  const found = call.world.deliveries.find(({ id }) => id === call.params['delivery_id']);
  if (!found) throw notFound();
  return found;
}

function sendAgain(call: Call): Answer {
  redeliver(call.world, deliveryFrom(call).id);
  return ok({}, 202);
}
