import { createServer, type ServerResponse } from 'node:http';
import { listenOn, type Listening } from './listen-on.ts';
import type { Metrics } from './metrics.ts';

export type OperatorPortOptions = {
  host: string;
  /** 0 picks a free port. */
  port: number;
  metrics: Metrics;
  /** Why no new work should be sent here now; null when it may. */
  whyUnready: () => Promise<string | null>;
  /** What the operator should know although the app is ready; null for nothing. */
  remark: string | null;
  log: (line: string) => void;
};

/**
 * What the operator's own machines ask: `/healthz`, `/readyz` and `/metrics`. Not on the port of the webhooks,
 * which is the internet's.
 */
export async function openOperatorPort(options: OperatorPortOptions): Promise<Listening> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    request.resume();
    if (request.method !== 'GET') return say(response, 405, 'ask with GET');
    const [path] = (request.url ?? '').split('?', 1);
    answer(path ?? '', response, options).catch((error: unknown) => {
      options.log(`${path} failed: ${error instanceof Error ? error.message : 'unknown'}`);
      say(response, 500, 'failed');
    });
  });
  return listenOn(server, options, { hangsUp: true });
}

async function answer(
  path: string,
  response: ServerResponse,
  { metrics, whyUnready, remark }: OperatorPortOptions,
): Promise<void> {
  if (path === '/healthz') return say(response, 200, 'ok');
  if (path === '/readyz') {
    const why = await whyUnready();
    return say(
      response,
      why === null ? 200 : 503,
      why ?? (remark === null ? 'ready' : `ready, but ${remark}`),
    );
  }
  if (path === '/metrics') return say(response, 200, await metrics.text(), metrics.contentType);
  say(response, 404, 'only /healthz, /readyz and /metrics are here');
}

function say(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type });
  response.end(text.endsWith('\n') ? text : `${text}\n`);
}
