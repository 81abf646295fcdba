import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { canaryStep, withoutCanary } from '../../core/model-request/canary.ts';
import { boundInput } from '../../core/model-request/bound-input.ts';
import type { ToolPins } from '../../core/model-request/mcp-tools.ts';
import { validateRequest } from '../../core/model-request/validate.ts';
import { pricedModel } from '../../core/pricing/models.ts';
import { cost, estimate, promptTokens, type Usage } from '../../core/pricing/prices.ts';
import { isRefusal, refuse, type Refusal } from '../../core/refusal.ts';
import { answerCanary } from './answer-canary.ts';
import { passAnswer, readError, sendError } from './answer-agent.ts';
import type { ActorOptions } from './options.ts';
import { forward, Unreachable, type Answer, type Timeouts } from './forward.ts';
import { checkServers } from './check-servers.ts';
import { answerHeaders, requestHeaders } from './headers.ts';
import type { Meter, Reservation } from './meter.ts';
import { readBody, type Room } from './read-body.ts';
import { streamUsage, wholeUsage } from './usage-reader.ts';

/** One request of the agent, with what it needs. */
export type Exchange = {
  number: number;
  request: IncomingMessage;
  response: ServerResponse;
  meter: Meter;
  /** Tokens that earlier prompts were billed for, by the key of `boundInput`. */
  known: Map<string, number>;
  /** Of the MCP tools. */
  pins: ToolPins;
  models: readonly string[];
  /** What the bodies in flight may take of our memory. */
  room: Room;
  options: ActorOptions;
  closing: AbortSignal;
};

/** A request that may go out, and the money held for it. */
type Admitted = { job: Exchange; model: string; key: string; held: Reservation };

/** A request in the words that go out. Its parsed form, which is many times as large, is not kept. */
type Ready = {
  bytes: Buffer;
  model: string;
  maxTokens: number;
  inputBound: number;
  key: string;
  most: number;
};

const measures = {
  sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
  byteLength: (text: string) => Buffer.byteLength(text),
};

/** Takes one request from its arrival to its booking. Returns the refusal, or null when it was answered. */
export async function exchange(job: Exchange, timeouts: Timeouts): Promise<Refusal | null> {
  const { request } = job;
  const { method = '', url: path = '' } = request;
  const route = `${method} ${path}`;
  // The CLI counts tokens of large files when it can, and estimates them well when it can't.
  if (/^POST \/v1\/messages\/count_tokens(\?beta=true)?$/.test(route)) return notCounted(job);
  if (!/^POST \/v1\/messages(\?beta=true)?$/.test(route)) return foreignRoute(route);
  const body = await readBody(request, job.room);
  if (isRefusal(body)) return body;
  try {
    const ready = prepare(job, body.json);
    return ready === null || isRefusal(ready) ? ready : await send(job, ready, timeouts);
  } finally {
    body.release();
  }
}

/** Judges a body and prices it. Null: it was a request of the start-up check, and is answered. */
function prepare(job: Exchange, json: unknown): Ready | Refusal | null {
  const { response, options, models } = job;
  const { maxTokensCap, toolNames, canary } = options;
  const sent = validateRequest(json, { models, maxTokensCap, toolNames });
  if (isRefusal(sent)) return sent;
  const poisoned = checkServers(sent, job, measures.sha256);
  if (poisoned !== null) return poisoned;
  const step = canary ? canaryStep(sent, canary) : null;
  if (canary && step !== null) return answerCanary(response, sent, canary, step);
  const valid = canary ? withoutCanary(sent, canary) : sent;
  const own = options.ownPrice ?? null;
  const priced = pricedModel(valid.model, own);
  if (isRefusal(priced)) return priced;
  const { tokens: inputBound, rate, key } = boundInput(valid, priced.window, job.known, measures);
  const { model, max_tokens: maxTokens } = valid;
  const most = estimate({ model, inputTokens: inputBound, maxTokens, rate, own });
  if (isRefusal(most)) return most;
  return { bytes: Buffer.from(JSON.stringify(valid)), model, maxTokens, inputBound, key, most };
}

async function send(job: Exchange, ready: Ready, timeouts: Timeouts): Promise<Refusal | null> {
  const { request, response, options } = job;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, job.closing]);
  const admitted = await admit(job, ready, signal);
  if (isRefusal(admitted)) return admitted;
  try {
    const headers = requestHeaders(
      request.headers,
      { apiKey: options.apiKey, authHeader: options.authHeader ?? 'x-api-key' },
      ready.bytes.length,
    );
    const answer = await forward(
      { url: new URL(options.upstream), timeouts },
      { method: 'POST', path: request.url ?? '' },
      headers,
      ready.bytes,
      signal,
    );
    await (answer.status === 200 ? passAndBook(admitted, answer) : passError(admitted, answer));
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    unreachable(admitted, error);
  } finally {
    // Whatever went wrong, money that may have been spent counts as spent.
    book(admitted, null, false);
  }
  return null;
}

function notCounted(job: Exchange): null {
  job.options.onEvent({ kind: 'not-counted', request: job.number });
  sendError(job.response, 404, 'not_found_error', 'Tokens are not counted here.');
  return null;
}

function foreignRoute(route: string): Refusal {
  return refuse(
    'foreign-route',
    `${JSON.stringify(route.slice(0, 120))} is not a model request.`,
    'Only POST /v1/messages is let through.',
  );
}

async function admit(job: Exchange, ready: Ready, signal: AbortSignal): Promise<Admitted | Refusal> {
  const { model, maxTokens, inputBound, key, most } = ready;
  const held = await job.meter.reserve(most, signal);
  if (isRefusal(held)) return held;
  const reservedMicroUsd = held.amount;
  const request = job.number;
  job.options.onEvent({ kind: 'forwarded', request, model, maxTokens, inputBound, reservedMicroUsd });
  return { job, model, key, held };
}

async function passAndBook(admitted: Admitted, answer: Answer): Promise<void> {
  const isStream = answer.headers['content-type']?.startsWith('text/event-stream') ?? false;
  const reader = isStream ? streamUsage() : wholeUsage();
  const ended = await passAnswer(answer, admitted.job.response, reader);
  const { usage, complete } = reader.result();
  book(admitted, usage, ended && complete);
}

/**
 * Books the cost, once. An answer that broke off, or whose usage makes no sense, costs what was held for it;
 * what it already says beyond that counts too.
 */
function book(admitted: Admitted, usage: Usage | null, complete: boolean): void {
  const { job, model, key, held } = admitted;
  if (held.isSettled()) return;
  const real = usage === null ? null : cost(usage, model, job.options.ownPrice);
  const known = typeof real === 'number' ? real : 0;
  const costMicroUsd = complete && typeof real === 'number' ? known : Math.max(held.amount, known);
  if (complete && usage !== null) job.known.set(key, promptTokens(usage));
  held.settle(costMicroUsd);
  const spentMicroUsd = job.meter.spent();
  const request = job.number;
  job.options.onEvent({ kind: 'settled', request, model, usage, costMicroUsd, spentMicroUsd, complete });
}

/** An error answer costs nothing. A redirect is an error: the key goes nowhere else. */
async function passError(admitted: Admitted, answer: Answer): Promise<void> {
  const { job, held } = admitted;
  const { text, type, message } = await readError(answer.body, job.options.apiKey);
  held.settle(0);
  job.options.onEvent({ kind: 'upstream-error', request: job.number, status: answer.status, type, message });
  if (answer.status < 400) {
    const because = `The model's address answered ${answer.status} instead of an answer; it must not redirect.`;
    return sendError(job.response, 502, 'api_error', because);
  }
  job.response.writeHead(answer.status, answerHeaders(answer.headers, answer.status));
  job.response.end(text);
}

function unreachable(admitted: Admitted, error: Unreachable): void {
  const { job, held } = admitted;
  if (!error.sent) held.settle(0);
  job.options.onEvent({ kind: 'unreachable', request: job.number, because: error.message });
  const because = `The model at ${new URL(job.options.upstream).host} could not be reached: ${error.message}.`;
  sendError(job.response, 502, 'api_error', because, true);
}
