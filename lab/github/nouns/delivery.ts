import type { Delivery } from '../state.ts';
import { iso } from './notation.ts';

/** A delivery of a webhook as the list shows it. */
export function deliveryItemJson(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: iso(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: delivery.seconds,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

/** A delivery of a webhook with its request and response. */
export function deliveryJson(delivery: Delivery) {
  return {
    ...deliveryItemJson(delivery),
    url: delivery.url,
    request: delivery.request,
    response: delivery.response,
  };
}
