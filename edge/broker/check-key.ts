import { refuse, type Refusal } from '../../core/refusal.ts';
import { forward, TIMEOUTS, Unreachable } from './forward.ts';
import type { BrokerConfiguration } from './options.ts';

const PATIENCE_MS = 5000;

/**
 * Asks the API whether it knows the key, with a call that costs nothing (`GET /v1/models`). Only a
 * plain 401 is an answer; gateways that do not serve this path, or leave it unanswered, are given the benefit
 * of the doubt, and the first real request will tell.
 */
export async function checkKey({
  upstream,
  apiKey,
  authHeader,
}: Pick<BrokerConfiguration, 'upstream' | 'apiKey' | 'authHeader'>): Promise<Refusal | null> {
  const url = new URL(upstream);
  const key: Record<string, string> =
    authHeader === 'bearer' ? { authorization: `Bearer ${apiKey}` } : { 'x-api-key': apiKey };
  const headers = { ...key, 'anthropic-version': '2023-06-01', 'user-agent': 'agent-dispatch-broker' };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const answer = await forward(
      { url, timeouts: TIMEOUTS },
      { method: 'GET', path: '/v1/models?limit=1' },
      headers,
      Buffer.alloc(0),
      signal,
    );
    answer.body.destroy();
    if (answer.status !== 401) return null;
  } catch (error) {
    if (signal.aborted && error instanceof Unreachable && error.sent) return null;
    const why = signal.aborted ? `no connection within ${PATIENCE_MS} ms` : (error as Error).message;
    return refuse(
      'model-unreachable',
      `The model's API at ${url.origin} cannot be reached: ${why}.`,
      'Check anthropic-base-url and the network of the runner.',
    );
  }
  return refuse(
    'key-refused',
    `The model's API at ${url.origin} refused the key (401).`,
    'Check the secret that is passed as anthropic-api-key: it may be wrong, expired or of another account.',
  );
}
