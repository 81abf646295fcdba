import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { refusalLine, type Refusal } from '../../core/refusal.ts';
import { answerHeaders } from './headers.ts';
import type { Answer } from './forward.ts';
import type { UsageReader } from './usage-reader.ts';

/** Refusals for want of money or requests; the CLI shows their text unchanged. */
const SPENT = new Set(['over-budget', 'too-many-requests', 'agent-left']);
const LONGEST_ERROR = 64 * 1024;

/**
 * Answers a refusal so that the CLI stops at once: it tries again six times after 400, and never
 * after 402, 403 and 413 that say `x-should-retry: false`.
 */
export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  if (refusal.code === 'body-too-large') sendError(response, 413, 'request_too_large', refusalLine(refusal));
  else if (refusal.code === 'too-much-at-once')
    sendError(response, 429, 'rate_limit_error', refusalLine(refusal), true);
  else if (SPENT.has(refusal.code)) sendError(response, 402, 'billing_error', refusalLine(refusal));
  else sendError(response, 403, 'permission_error', refusalLine(refusal));
}

/** Sends an error in the API's form; `retry` lets the CLI try again as often as it is told to. */
export function sendError(
  response: ServerResponse,
  status: number,
  type: string,
  message: string,
  retry = false,
): void {
  if (response.destroyed) return;
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-should-retry': retry ? 'true' : 'false',
    // The rest of a refused body is not read.
    connection: 'close',
  });
  response.end(JSON.stringify({ type: 'error', error: { type, message } }));
}

/** Passes an answer through, chunk by chunk. Resolves with whether its bytes came to their end. */
export async function passAnswer(
  answer: Answer,
  response: ServerResponse,
  reader: UsageReader,
): Promise<boolean> {
  response.writeHead(answer.status, answerHeaders(answer.headers, answer.status));
  response.flushHeaders();
  try {
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      reader.push(chunk);
      if (!response.write(chunk)) await drained(response);
    }
    response.end();
    return true;
  } catch {
    // Half an answer must not look like a whole one.
    response.destroy();
    return false;
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) return resolve();
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}

/** What an error answer says, without the key should it quote it: for the agent and for the audit. */
export async function readError(
  body: Readable,
  apiKey: string,
): Promise<{ text: string; type: string; message: string }> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > LONGEST_ERROR) break;
      chunks.push(chunk);
    }
  } catch {
    // An error that breaks off is still the error that its status names.
  }
  const text = Buffer.concat(chunks).toString('utf8').replaceAll(apiKey, '[key]');
  return { text, ...describe(text) };
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function describe(text: string): { type: string; message: string } {
  try {
    const error = (JSON.parse(text) as { error?: { type?: unknown; message?: unknown } } | null)?.error;
    return { type: words(error?.type) || 'unknown', message: words(error?.message).slice(0, 500) };
  } catch {
    return { type: 'unknown', message: text.slice(0, 200) };
  }
}
