import { request as httpRequest } from 'node:http';

export const MODEL = 'claude-haiku-4-5';

/** The token that a member of a simulation shows. */
export const tokenOf = (actor: string): string => `dummy-token-of-${actor}`;

/**
 * Sends one small model request, as whoever has this token. Resolves with the status of the answer; with 0 when there
 * is none, or not all of it, or not before `signal`.
 */
export function ask(
  socketPath: string,
  token: string,
  { number, maxTokens }: { number: number; maxTokens: number },
  signal?: AbortSignal,
): Promise<number> {
  const body = JSON.stringify({
    model: MODEL,
    max_tokens: maxTokens,
    messages: [{ role: 'user', content: String(number) }],
  });
  return new Promise((resolve) => {
    const outgoing = httpRequest({
      socketPath,
      agent: false,
      ...(signal && { signal }),
      method: 'POST',
      path: '/v1/messages',
      headers: { 'content-type': 'application/json', 'x-api-key': token },
    });
    outgoing.on('error', () => resolve(0));
    outgoing.on('response', (response) => {
      response.resume();
      response.on('error', () => resolve(0));
      response.on('close', () => resolve(response.complete ? (response.statusCode ?? 0) : 0));
    });
    outgoing.end(body);
  });
}
