import { request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Egress, Target } from './proxy.ts';

const IDLE_MS = 60_000;

/** Headers of one connection only (RFC 9110 §7.6.1), and those that we write ourselves. */
const OWN =
  /^(connection|proxy-.*|keep-alive|te|trailer|transfer-encoding|upgrade|host|expect|http2-settings)$/;

/** Sends one request over plain HTTP to the host that was judged, by a header that is made anew. */
export function forwardPlain(
  target: Target,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  egress: Egress,
): void {
  const began = egress.now();
  const count = { bytesOut: 0, bytesIn: 0 };
  let told = false;
  const end = (because: string) => {
    if (told) return;
    told = true;
    outgoing.destroy();
    response.destroy();
    egress.onEvent({
      ...target,
      ...count,
      allowed: true,
      because,
      durationMs: Math.round(egress.now() - began),
    });
  };
  const outgoing = send({
    host: target.address,
    port: egress.world.port(target.port),
    method: request.method ?? 'GET',
    path: `${url.pathname}${url.search}`,
    headers: { ...kept(request), host: target.host, connection: 'close' },
    agent: false,
    setHost: false,
  });
  const within = (bytes: Buffer, way: keyof typeof count) => {
    count[way] += bytes.length;
    if (egress.spend(bytes.length)) return true;
    end('the run has moved all the bytes that it may');
    return false;
  };
  outgoing.setTimeout(IDLE_MS, () => end('nothing was said for a minute'));
  outgoing.on('error', (error: NodeJS.ErrnoException) => end(`failed: ${error.code ?? 'error'}`));
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, { ...kept(answer), connection: 'close' });
    answer.on('data', (bytes: Buffer) => {
      if (!within(bytes, 'bytesIn') || response.write(bytes)) return;
      answer.pause();
      response.once('drain', () => answer.resume());
    });
    answer.on('end', () => {
      response.end(() => end('ended'));
    });
    answer.on('error', () => end('failed: the answer broke off'));
  });
  response.on('close', () => end('ended'));
  request.on('data', (bytes: Buffer) => void (within(bytes, 'bytesOut') && outgoing.write(bytes)));
  request.on('end', () => outgoing.end());
}

function kept({ headers }: IncomingMessage): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string | string[]] => !OWN.test(entry[0]) && entry[1] !== undefined,
    ),
  );
}
