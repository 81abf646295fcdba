import type { IncomingMessage } from 'node:http';
import { isRefusal, refuse, type Refusal } from '../../core/refusal.ts';

/** The API's own limit for one request. */
export const LARGEST_BODY = 32 * 1024 * 1024;

const REMEDY = 'The agent sent what the pinned CLI does not send; look at the audit record of this request.';

/**
 * What all requests in flight may hold of their bodies together, in bytes; else many large ones fill the memory. `whole`
 * is the room of all actors, of which one is only a part.
 */
export type Room = { taken: number; readonly most: number; readonly whole?: Room };

/** A body, which takes up room until it is released. */
export type ReadBody = { json: unknown; release: () => void };

/** Reads the JSON body of a request, or says why not. Never holds more than the largest body, nor than there is room for. */
export async function readBody(
  request: IncomingMessage,
  room: Room,
  limit = LARGEST_BODY,
): Promise<ReadBody | Refusal> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    return refuse('body-encoded', 'The body of the model request is compressed.', REMEDY);
  }
  let taken = 0;
  const take = (length: number) => {
    taken += length;
    return fill(room, length);
  };
  const release = () => {
    fill(room, -taken);
    taken = 0;
  };
  try {
    const bytes = await collect(request, limit, take);
    if (isRefusal(bytes)) {
      release();
      return bytes;
    }
    return {
      json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown,
      release,
    };
  } catch {
    release();
    return refuse('body-not-json', 'The body of the model request is not JSON.', REMEDY);
  }
}

/** Takes bytes of a room, and of all that it is part of. Returns whether there was room for them. */
function fill(room: Room, bytes: number): boolean {
  room.taken += bytes;
  const fits = room.whole === undefined || fill(room.whole, bytes);
  return fits && room.taken <= room.most;
}

async function collect(
  request: IncomingMessage,
  limit: number,
  take: (length: number) => boolean,
): Promise<Buffer | Refusal> {
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
    if (!take(chunk.length)) return crowded();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function crowded(): Refusal {
  return refuse(
    'too-much-at-once',
    "The agent's requests in flight are too large together.",
    'Nothing to do: it may try again when one of them is answered.',
  );
}
