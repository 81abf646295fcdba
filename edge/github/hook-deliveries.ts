import { call } from './call.ts';
import type { Json, Request } from './request.ts';

/** One attempt of GitHub to deliver a webhook to the App. */
export type HookDelivery = {
  id: number;
  /** The same for all attempts, as in `X-GitHub-Delivery`; lower case. */
  guid: string;
  event: string;
  action: string | null;
  /** Milliseconds since 1970. */
  at: number;
  /** The status of our answer; 0, or one of GitHub's own, when there was none. */
  status: number;
};

/** One page of GitHub's list of deliveries, newest first, and where the next page begins. Needs the App's own token. */
export async function readHookDeliveries(
  request: Request,
  cursor: string | null,
): Promise<{ deliveries: HookDelivery[]; next: string | null }> {
  const { data, headers } = await call(
    request,
    "list the App's deliveries",
    'GET /app/hook/deliveries',
    cursor === null ? { per_page: 100 } : { per_page: 100, cursor },
  );
  const deliveries = (data as Record<string, Json>[]).map((delivery) => ({
    id: Number(delivery.id),
    guid: String(delivery.guid).toLowerCase(),
    event: String(delivery.event),
    action: typeof delivery.action === 'string' ? delivery.action : null,
    at: Date.parse(String(delivery.delivered_at)),
    status: Number(delivery.status_code),
  }));
  return { deliveries, next: cursorIn(String(headers['link'] ?? '')) };
}

function cursorIn(link: string): string | null {
  const [, address] = /<([^>]*)>;\s*rel="next"/.exec(link) ?? [];
  return address === undefined ? null : new URL(address, 'https://github.invalid').searchParams.get('cursor');
}
