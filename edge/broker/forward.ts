import { request as requestPlain, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Readable } from 'node:stream';

export type Timeouts = {
  /** Until the agent's request has told its headers. */
  headersMs: number;
  /** Until the connection stands. */
  connectMs: number;
  /** From then until the first byte of the answer. */
  responseMs: number;
  /** Between two bytes of the answer. */
  idleMs: number;
};

export const TIMEOUTS: Timeouts = {
  headersMs: 10_000,
  connectMs: 10_000,
  responseMs: 300_000,
  idleMs: 120_000,
};

export type Upstream = { url: URL; timeouts: Timeouts };

/** The beginning of an answer; its body is still on the way. */
export type Answer = { status: number; headers: IncomingHttpHeaders; body: Readable };

/** The model could not be reached. `sent` tells whether it may have got the request and bill it. */
export class Unreachable extends Error {
  readonly sent: boolean;
  constructor(message: string, sent: boolean) {
    super(message);
    this.sent = sent;
  }
}

/**
 * Sends one request to a path below the upstream's own path. Follows no redirect and reads no proxy setting.
 * Throws `Unreachable`; resolves for every HTTP status.
 */
export function forward(
  upstream: Upstream,
  { method, path }: { method: 'GET' | 'POST'; path: string },
  headers: Record<string, string>,
  body: Buffer,
  signal: AbortSignal,
): Promise<Answer> {
  const { url, timeouts } = upstream;
  const start = url.protocol === 'https:' ? requestTls : requestPlain;
  const target = new URL(url);
  target.pathname = `${url.pathname.replace(/\/+$/, '')}${path.replace(/\?.*$/, '')}`;
  target.search = /\?.*$/.exec(path)?.[0] ?? '';
  return new Promise((resolve, reject) => {
    let connected = false;
    // One connection per request: a kept one may be closed under us, and we must not send twice.
    const outgoing = start(target, { method, headers, signal, agent: false });
    const fail = (why: string) => outgoing.destroy(new Unreachable(why, connected));
    let timer = setTimeout(() => fail(`no connection within ${timeouts.connectMs} ms`), timeouts.connectMs);
    const ready = () => {
      connected = true;
      clearTimeout(timer);
      timer = setTimeout(() => fail(`no answer within ${timeouts.responseMs} ms`), timeouts.responseMs);
    };
    outgoing.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', ready);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(error instanceof Unreachable ? error : new Unreachable(error.code ?? error.message, connected));
    });
    outgoing.on('response', (response) => {
      clearTimeout(timer);
      watchIdle(response, timeouts.idleMs);
      resolve({ status: response.statusCode ?? 502, headers: response.headers, body: response });
    });
    outgoing.end(body);
  });
}

function watchIdle(response: IncomingMessage, idleMs: number): void {
  response.setTimeout(idleMs, () => response.destroy(new Error(`the answer stalled for ${idleMs} ms`)));
}
