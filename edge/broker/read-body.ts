import type { IncomingMessage } from 'node:http';
import { isRefusal, refuse, type Refusal } from '../../core/refusal.ts';

/** The API's own limit for one request. */
export const LARGEST_BODY = 32 * 1024 * 1024;

const REMEDY = 'The agent sent what the pinned CLI does not send; look at the audit record of this request.';

/** Reads the JSON body of a request, or says why not. Never holds more than the largest body. */
export async function readBody(request: IncomingMessage, limit = LARGEST_BODY): Promise<unknown> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    return refuse('body-encoded', 'The body of the model request is compressed.', REMEDY);
  }
  const bytes = await collect(request, limit);
  if (isRefusal(bytes)) return bytes;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return refuse('body-not-json', 'The body of the model request is not JSON.', REMEDY);
  }
}

async function collect(request: IncomingMessage, limit: number): Promise<Buffer | Refusal> {
  const tooLarge = refuse(
    'body-too-large',
    `The model request is larger than ${limit} bytes.`,
    'Give the agent a smaller task, or fewer and smaller files to read.',
  );
  if (Number(request.headers['content-length'] ?? 0) > limit) return tooLarge;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) return tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
