import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { webhookCheck, type WebhookCheck } from '../edge/keys/digest.ts';
import { listenOn } from './listen-on.ts';

export type FrontOptions = {
  host: string;
  port: number;
  /** The webhook's secret; two while one is replaced by the other. */
  webhookSecrets: readonly string[];
  /** Seconds a sender may take for a whole request. */
  requestSeconds: number;
  /**
   * Keeps a delivery whose signature was right. Returns false when its body is not what GitHub sends;
   * throws when it cannot be kept, and then the sender is told so.
   */
  keep: (delivery: { guid: string; event: string; body: Buffer }) => Promise<boolean>;
  /** Hears of every answer's status. */
  answered?: (status: number) => void;
  log: (line: string) => void;
};

export type Front = { url: string; close(): Promise<void> };

/** GitHub sends no larger payloads. */
const LARGEST = 25 * 1024 * 1024;
/** All bodies together that wait for their signature: strangers must not fill our memory. */
const MOST_HELD = 4 * LARGEST;
const PATH = '/api/github/webhooks';
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const EVENT = /^[a-z_]{1,64}$/;

/**
 * The app's ears. A delivery is answered as soon as it is kept; the work comes later. Nothing of a
 * body is parsed before its signature has been found right.
 */
export async function openFront(options: FrontOptions): Promise<Front> {
  const held = { bytes: 0 };
  const milliseconds = options.requestSeconds * 1000;
  const server = createServer(
    {
      requestTimeout: milliseconds,
      headersTimeout: milliseconds,
      connectionsCheckingInterval: Math.min(1000, milliseconds),
      keepAliveTimeout: 5000,
    },
    (request, response) => {
      response.once('finish', () => options.answered?.(response.statusCode));
      hear(request, response, options, held).catch(() => {
        options.log('a request failed before it could be kept');
        say(request, response, 500, 'not kept');
      });
    },
  );
  return listenOn(server, options);
}

async function hear(
  request: IncomingMessage,
  response: ServerResponse,
  options: FrontOptions,
  held: { bytes: number },
): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0];
  if (path === '/healthz') return say(request, response, 200, 'ok');
  if (path !== PATH) return say(request, response, 404, `only ${PATH} and /healthz are here`);
  if (request.method !== 'POST') return say(request, response, 405, 'send webhooks with POST');
  const headers = readHeaders(request);
  if ('wrong' in headers) return say(request, response, headers.status, headers.wrong);
  const check = webhookCheck(options.webhookSecrets, request.headers['x-hub-signature-256']);
  if (!check) return say(request, response, 401, 'no sha256 signature');
  const body = await readBody(request, check, held);
  if (body === 'too-large') return say(request, response, 413, `more than ${LARGEST} bytes`);
  if (body === 'too-busy') return say(request, response, 503, 'too many deliveries at once');
  if (body === 'cut-short') return void response.destroy();
  if (!check.matches()) return say(request, response, 401, 'the signature does not match the webhook secret');
  await keep(request, response, options, { ...headers, body });
}

async function keep(
  request: IncomingMessage,
  response: ServerResponse,
  options: FrontOptions,
  delivery: { guid: string; event: string; body: Buffer },
): Promise<void> {
  try {
    const understood = await options.keep(delivery);
    say(request, response, understood ? 202 : 400, understood ? 'kept' : 'the body is not JSON');
  } catch (error) {
    options.log(
      `delivery ${delivery.guid} was not kept: ${error instanceof Error ? error.message : 'unknown'}`,
    );
    say(request, response, 503, 'not kept; redeliver it later');
  }
}

type Headers = { guid: string; event: string } | { wrong: string; status: number };

function readHeaders({ headers }: IncomingMessage): Headers {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    return { wrong: "set the webhook's content type to application/json", status: 415 };
  }
  const guid = headers['x-github-delivery'];
  const event = headers['x-github-event'];
  if (typeof guid !== 'string' || !GUID.test(guid)) return { wrong: 'no X-GitHub-Delivery', status: 400 };
  if (typeof event !== 'string' || !EVENT.test(event)) return { wrong: 'no X-GitHub-Event', status: 400 };
  if (Number(headers['content-length'] ?? 0) > LARGEST) {
    return { wrong: `more than ${LARGEST} bytes`, status: 413 };
  }
  return { guid: guid.toLowerCase(), event };
}

type Unread = 'too-large' | 'too-busy' | 'cut-short';

async function readBody(
  request: IncomingMessage,
  check: WebhookCheck,
  held: { bytes: number },
): Promise<Buffer | Unread> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Leaving the loop must not destroy the socket: an answer is still to be written to it.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer;
      length += bytes.length;
      held.bytes += bytes.length;
      if (length > LARGEST) return 'too-large';
      if (held.bytes > MOST_HELD) return 'too-busy';
      check.update(bytes);
      chunks.push(bytes);
    }
    return Buffer.concat(chunks, length);
  } catch {
    return 'cut-short';
  } finally {
    held.bytes -= length;
  }
}

/** Answers. When the body was not read to its end, the connection cannot serve another request. */
function say(request: IncomingMessage, response: ServerResponse, status: number, text: string): void {
  const unread = !request.complete && request.method === 'POST';
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text) + 1,
    ...(unread ? { connection: 'close' } : {}),
  });
  response.end(`${text}\n`);
  if (!unread) return;
  // The sender may still be writing: let it read our answer before the connection goes.
  request.resume();
  setTimeout(() => request.destroy(), 1000).unref();
}
