import { request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Target, World } from './judge-target.ts';
import type { Passage } from './passage.ts';

const IDLE_MS = 60_000;

/** Headers of one connection only (RFC 9110 §7.6.1), and those that we write ourselves. */
const OWN =
  /^(connection|proxy-.*|keep-alive|te|trailer|transfer-encoding|upgrade|host|expect|http2-settings)$/;

type Exchange = {
  target: Target;
  url: URL;
  request: IncomingMessage;
  response: ServerResponse;
  passage: Passage;
  world: World;
};

/** Sends one request over plain HTTP to the host that was judged, by a header that is made anew. */
export function forwardPlain(exchange: Exchange): void {
  const { request, response, passage } = exchange;
  const coding = request.headers['transfer-encoding'];
  if (coding !== undefined && coding.toLowerCase() !== 'chunked')
    return fail(exchange, 'the only transfer coding that is served is chunked');
  if (!passage.spend(lengthOf(request) + (request.url ?? '').length, 'bytesOut'))
    return void response.destroy();
  try {
    passAlong(exchange, coding !== undefined);
  } catch (error) {
    fail(exchange, reason(error));
  }
}

function passAlong(exchange: Exchange, chunked: boolean): void {
  const { target, url, request, response, passage, world } = exchange;
  passage.opened(target.address);
  const outgoing = send({
    host: target.address,
    port: world.port(target.port),
    method: request.method ?? 'GET',
    path: `${url.pathname}${url.search}`,
    headers: {
      ...kept(request),
      host: target.host,
      connection: 'close',
      // Without it the body of a GET would go out as it is, and could be read as a request of its own.
      ...(chunked ? { 'transfer-encoding': 'chunked' } : {}),
    },
    agent: false,
    setHost: false,
  });
  passage.onEnd(() => {
    outgoing.destroy();
    if (!response.writableFinished) response.destroy();
  });
  outgoing.setTimeout(IDLE_MS, () => fail(exchange, 'nothing was said for a minute'));
  outgoing.on('error', (error) => fail(exchange, reason(error)));
  outgoing.on('upgrade', () => fail(exchange, 'the host answered in another protocol'));
  outgoing.on('close', () => {
    if (!response.headersSent) fail(exchange, 'failed: no answer');
  });
  outgoing.on('response', (answer) => {
    try {
      passBack(exchange, answer);
    } catch (error) {
      fail(exchange, reason(error));
    }
  });
  request.on('data', (bytes: Buffer) => {
    if (!passage.spend(bytes.length, 'bytesOut') || outgoing.write(bytes)) return;
    request.pause();
    outgoing.once('drain', () => request.resume());
  });
  request.on('end', () => outgoing.end());
}

/** Throws when the answer's header is one that cannot be written. */
function passBack({ response, passage }: Exchange, answer: IncomingMessage): void {
  if (!passage.spend(lengthOf(answer), 'bytesIn')) return;
  response.writeHead(answer.statusCode ?? 502, { ...kept(answer), connection: 'close' });
  answer.on('data', (bytes: Buffer) => {
    if (!passage.spend(bytes.length, 'bytesIn') || response.write(bytes)) return;
    answer.pause();
    response.once('drain', () => answer.resume());
  });
  answer.on('end', () => response.end());
  answer.on('error', () => passage.end('failed: the answer broke off'));
}

/** Ends an exchange, with an answer where none has begun. */
function fail({ response, passage }: Exchange, because: string): void {
  if (!passage.ended() && !response.headersSent && !response.destroyed) {
    response.writeHead(502, { 'content-type': 'text/plain', connection: 'close' });
    response.end(`${because}\n`, () => passage.end(because));
    return;
  }
  passage.end(because);
}

function reason(error: unknown): string {
  return `failed: ${(error as NodeJS.ErrnoException).code ?? 'error'}`;
}

/** Bytes of a header: they carry data as well as a body does. */
function lengthOf({ rawHeaders }: IncomingMessage): number {
  return rawHeaders.reduce((sum, text) => sum + text.length, 0);
}

/** What is passed on of a header: not what is about one connection, nor what its Connection field names. */
function kept({ headers }: IncomingMessage): Record<string, string | string[]> {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string | string[]] =>
        !OWN.test(entry[0]) && !named.has(entry[0]) && entry[1] !== undefined,
    ),
  );
}
