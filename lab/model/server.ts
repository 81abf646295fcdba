import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { answerOf, eventsOf, type Answer } from './answer.ts';
import { CountRequest, MessagesRequest } from './request.ts';
import { turnAt, type Script, type Turn, type TurnFunction } from './script.ts';

/** One request as it arrived, whether or not it was answered well. */
export type RecordedRequest = {
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  /** The parsed JSON body; null when there is none or it isn't JSON. */
  body: unknown;
  /** Milliseconds since the epoch. */
  at: number;
  /** The status it was answered with; 0 until then. */
  status: number;
};

export type ScriptedModel = {
  /** Base address, such as `http://127.0.0.1:4711`. */
  url: string;
  requests: RecordedRequest[];
  close(): Promise<void>;
};

export type ModelOptions = {
  /** The key that callers must send (`x-api-key` or a bearer token); any or none when absent. */
  apiKey?: string;
  /** Tells requests that aren't part of the scripted conversation; default: those that offer no tools. */
  isSideRequest?: (request: MessagesRequest) => boolean;
};

class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly headers: Record<string, string>;
  constructor(status: number, type: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.headers = headers;
  }
}

/**
 * Starts a strict stand-in of the Messages API on a free port of 127.0.0.1. It answers from the
 * script by the number of answers already in the request, so retries get the same turn again.
 */
export async function startModel(
  script: Script | TurnFunction,
  options: ModelOptions = {},
): Promise<ScriptedModel> {
  const requests: RecordedRequest[] = [];
  const state: State = {
    turnOf: typeof script === 'function' ? script : (_, index) => turnAt(script, index),
    options,
    failures: new Map(),
    serial: 0,
  };
  const server = createServer((request, response) => {
    void handle(state, request, response, requests).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type State = {
  turnOf: TurnFunction;
  options: ModelOptions;
  failures: Map<string, number>;
  serial: number;
};

async function handle(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  requests: RecordedRequest[],
): Promise<void> {
  const text = await bodyOf(request);
  const record: RecordedRequest = {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: parsed(text),
    at: Date.now(),
    status: 0,
  };
  requests.push(record);
  response.on('close', () => (record.status = response.statusCode));
  try {
    await answer(state, record, response);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const body = { type: 'error', error: { type: error.type, message: error.message } };
    sendJson(response, error.status, body, error.headers);
  }
}

async function answer(state: State, record: RecordedRequest, response: ServerResponse): Promise<void> {
  const { method, headers, path } = record;
  const route = `${method} ${path.replace(/\?beta=true$/, '')}`;
  if (/^GET \/v1\/models(\?limit=\d+)?$/.test(route)) {
    checkKey(headers, state.options.apiKey);
    return sendJson(response, 200, { data: [], has_more: false, first_id: null, last_id: null });
  }
  if (route !== 'POST /v1/messages' && route !== 'POST /v1/messages/count_tokens') {
    throw new ApiError(404, 'not_found_error', `${method} ${path} is not part of this API`);
  }
  checkKey(headers, state.options.apiKey);
  if (!headers['anthropic-version']) {
    throw new ApiError(400, 'invalid_request_error', 'anthropic-version: header is required');
  }
  if (route.endsWith('count_tokens')) {
    const counted = read(CountRequest, record.body);
    return sendJson(response, 200, { input_tokens: Math.ceil(JSON.stringify(counted).length / 4) });
  }
  const request = read(MessagesRequest, record.body);
  const turnIndex = request.messages.filter((message) => message.role === 'assistant').length;
  const isSide = state.options.isSideRequest ?? ((asked: MessagesRequest) => !asked.tools?.length);
  const turn = isSide(request) ? { text: 'A short title' } : state.turnOf(request, turnIndex);
  if (turn.delayMs) await sleep(turn.delayMs);
  failIfScripted(state, turn, `${turnIndex}`);
  const whole = answerOf(turn, request.model, (state.serial += 1));
  if (request.stream === true) await sendStream(response, whole, turn);
  else if (turn.cut) response.destroy();
  else sendJson(response, 200, whole);
}

function failIfScripted(state: State, turn: Turn, key: string): void {
  if (!turn.error) return;
  const before = state.failures.get(key) ?? 0;
  if (turn.error.times !== undefined && before >= turn.error.times) return;
  state.failures.set(key, before + 1);
  const { status, type = 'api_error', message = `scripted error ${status}`, headers } = turn.error;
  throw new ApiError(status, type, message, headers);
}

function checkKey(headers: Record<string, string>, expected: string | undefined): void {
  if (expected === undefined) return;
  const given = headers['x-api-key'] ?? headers['authorization']?.replace(/^Bearer /i, '');
  if (given !== expected) throw new ApiError(401, 'authentication_error', 'invalid x-api-key');
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (!result.success) throw new ApiError(400, 'invalid_request_error', z.prettifyError(result.error));
  return result.data;
}

async function sendStream(response: ServerResponse, whole: Answer, turn: Turn): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'request-id': `req_${whole.id}`,
  });
  for (const { event, data } of eventsOf(whole)) {
    if (response.destroyed) return;
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (turn.pauseMs) await sleep(turn.pauseMs);
    if (turn.cut && event === 'content_block_delta') {
      // The bytes must leave before the connection breaks, else the reader sees no answer at all.
      await sleep(20);
      response.destroy();
      return;
    }
  }
  response.end();
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
