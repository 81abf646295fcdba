import { refuse, type Refusal } from '../../core/refusal.ts';

const PATIENCE_MS = 5000;

/**
 * Asks the API whether it knows the key, with a call that costs nothing (`GET /v1/models`). Only a
 * plain 401 is an answer; gateways that do not serve this path are given the benefit of the doubt, and
 * the first real request will tell.
 */
export async function checkKey(upstream: URL, apiKey: string): Promise<Refusal | null> {
  const url = new URL(`${upstream.pathname.replace(/\/$/, '')}/v1/models?limit=1`, upstream);
  try {
    const answer = await fetch(url, {
      headers: { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.body?.cancel();
    if (answer.status !== 401) return null;
  } catch (error) {
    return refuse(
      'model-unreachable',
      `The model's API at ${url.origin} cannot be reached: ${causeOf(error)}.`,
      'Check anthropic-base-url and the network of the runner.',
    );
  }
  return refuse(
    'key-refused',
    `The model's API at ${url.origin} refused the key (401).`,
    'Check the secret that is passed as anthropic-api-key: it may be wrong, expired or of another account.',
  );
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const cause = error.cause;
  return cause instanceof Error && cause.message ? cause.message : error.message;
}
