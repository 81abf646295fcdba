import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { failure, type Answer } from './answer.ts';
import { answerPage } from './manifest-page.ts';
import type { Faults } from './faults.ts';
import { produce, type Arrived, type Context, type Produced } from './pipeline.ts';
import { matchRoute, type Match } from './routes/table.ts';
import type { TokenKind } from './tokens.ts';

const PREFIX = '/api/v3';

/** One request as the log keeps it. Credentials are never kept, only their kind. */
export type LoggedRequest = {
  method: string;
  /** Below `/api/v3`, without the query. */
  path: string;
  query: Record<string, string>;
  /** The template of the route, or null. */
  route: string | null;
  /** The status that the client saw; 0 when the connection was reset. */
  status: number;
  tokenKind: TokenKind;
  body: unknown;
};

type Api = Context & { faults: Faults; requests: LoggedRequest[]; closing: AbortSignal };

/** Listens on a free port of 127.0.0.1, or on the one given. */
export async function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  port = 0,
): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Stops a server and drops its connections. */
export function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Answers one request to the API, faults included, and writes it to the log. */
export async function answerApi(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://lab');
  const method = request.method ?? 'GET';
  const path = url.pathname.startsWith(`${PREFIX}/`) ? url.pathname.slice(PREFIX.length) : url.pathname;
  const query = Object.fromEntries(url.searchParams);
  const match = url.pathname === path ? null : safely(() => matchRoute(method, path));
  const text = await readAll(request);
  const page = answerPage(api.world, method, url, text);
  if (page) {
    response.writeHead(page.status, page.headers).end(page.text);
    return;
  }
  const body = text === '' ? undefined : safely(() => JSON.parse(text) as unknown);
  const route = match?.template ?? null;
  const entry: LoggedRequest = { method, path, query, route, status: 0, tokenKind: 'none', body };
  api.requests.push(entry);
  const { headers } = request;
  const arrived: Arrived = {
    path,
    query,
    body,
    authorization: headers.authorization,
    accept: headers.accept ?? '',
    apiVersion: String(headers['x-github-api-version'] ?? '2022-11-28'),
  };
  const produced = await withFault(api, match, method, arrived, body === null);
  if (produced === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  entry.status = produced.answer.status;
  entry.tokenKind = produced.tokenKind;
  write(api, response, produced.answer);
}

function safely<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch {
    return null;
  }
}

async function withFault(
  api: Api,
  match: Match | null,
  method: string,
  arrived: Arrived,
  unreadable: boolean,
): Promise<Produced | 'reset'> {
  const fault = api.faults.take(method, arrived.path, match?.template ?? '');
  if (fault === 'reset') return 'reset';
  if (fault !== null && typeof fault === 'object') {
    if ('status' in fault) return { answer: planned(fault), tokenKind: 'none' };
    if ('arrived' in fault && (await fault.arrived(arrived.body)) === 'reset') return 'reset';
    if ('stallMs' in fault) await sleep(fault.stallMs, undefined, { signal: api.closing });
  }
  if (!match) return unknownRoute(api, `${method} ${arrived.path}`);
  if (unreadable) return { answer: failure(400, 'Problems parsing JSON'), tokenKind: 'none' };
  const alter = fault !== null && typeof fault === 'object' && 'alter' in fault ? fault.alter : undefined;
  const produced = await produce(api, match, arrived, alter);
  if (fault === 'reset-after-commit') return 'reset';
  if (fault !== null && typeof fault === 'object' && 'statusAfterCommit' in fault) {
    return { ...produced, answer: failure(fault.statusAfterCommit, 'Server Error') };
  }
  return produced;
}

function planned(fault: { status: number; body?: unknown; headers?: Record<string, string> }): Answer {
  const { body } = failure(fault.status, 'planned fault');
  return { status: fault.status, body: fault.body ?? body, headers: fault.headers ?? {} };
}

function unknownRoute(api: Api, what: string): Produced {
  api.world.violations.push({ in: 'request', what, message: 'unknown route' });
  return { answer: failure(404, 'Not Found'), tokenKind: 'none' };
}

/** Writes an answer with the headers that GitHub always sends. */
function write(api: Api, response: ServerResponse, answer: Answer): void {
  const reset = Math.floor(api.world.now() / 1000) + 3600;
  const headers: Record<string, string> = {
    'x-github-request-id': randomUUID(),
    'x-github-media-type': 'github.v3; format=json',
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4999',
    'x-ratelimit-used': '1',
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': 'core',
    ...(answer.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...(answer.bytes ? { 'content-type': 'application/vnd.github.raw' } : {}),
    ...answer.headers,
  };
  response.writeHead(answer.status, headers);
  response.end(answer.bytes ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body)));
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
