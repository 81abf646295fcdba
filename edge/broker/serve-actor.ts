import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Fault } from '../../core/fault.ts';
import { resolveModel } from '../../core/pricing/models.ts';
import { isRefusal, refuse, type Refusal } from '../../core/refusal.ts';
import { startEgressProxy } from '../egress/proxy.ts';
import { listenPrivately } from '../files/private-socket.ts';
import { isFromAgent, stranger } from './agent-token.ts';
import { sendError, sendRefusal } from './answer-agent.ts';
import { exchange, type Exchange } from './exchange.ts';
import { TIMEOUTS, type Timeouts } from './forward.ts';
import type { Meter } from './meter.ts';
import type { ActorOptions } from './options.ts';
import type { Room } from './read-body.ts';
import type { ToldRefusals } from './told-refusals.ts';

/** Milliseconds. An idle connection outlives the pause between two turns. */
const limits = ({ headersMs }: Timeouts) => ({
  headersTimeout: headersMs,
  requestTimeout: 60_000,
  keepAliveTimeout: 120_000,
  // How often the first two are looked at: the default is longer than they are.
  connectionsCheckingInterval: headersMs / 2,
  maxHeaderSize: 16_384,
});
/** The CLI with all its sub-agents needs a few; whoever opens more only fills our memory. */
const MOST_CONNECTIONS = 100;
/** So many refusals are kept in memory. */
const MOST_REFUSALS = 100;

/** What an actor shares with others of its fleet, or has from it. */
export type ActorShare = {
  meter: Meter;
  room: Room;
  /** Hears of a request at this socket that does not carry its token. */
  onStranger: (request: IncomingMessage) => void;
  /** Hears of each other request that is refused. */
  refused: ToldRefusals;
};

/** One actor that is served. */
export type ServedActor = {
  /** Requests that arrived, refused ones included. */
  requests(): number;
  /** The last of them. */
  refusals(): readonly Refusal[];
  /** Breaks what is in flight, books it, and removes the sockets. */
  close(): Promise<void>;
};

/**
 * Serves one actor on a socket of its own: lets through only model requests that fit its profile, and only while the
 * worst that they may cost is left of its budget. Throws `Fault` when a model has no price or a socket can't be made.
 */
export async function serveActor(options: ActorOptions, share: ActorShare): Promise<ServedActor> {
  const { meter, room, onStranger, refused } = share;
  const refusals: Refusal[] = [];
  const models = options.models.map((name) => fullName(name, options.ownPrice));
  const inFlight = new Set<Promise<void>>();
  const closing = new AbortController();
  const known = new Map<string, number>();
  const pins = new Map(Object.entries(options.mcpTools ?? {}));
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const common = { meter, known, room, pins, models, options, closing: closing.signal };
  let requests = 0;

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (!isFromAgent(request, options.agentToken)) {
      onStranger(request);
      return sendRefusal(response, stranger());
    }
    const number = (requests += 1);
    const job: Exchange = { ...common, number, request, response };
    const refusal = overLimit(number, options.maxRequests) ?? (await exchange(job, timeouts));
    if (refusal === null) return;
    refusals.push(refusal);
    if (refusals.length > MOST_REFUSALS) refusals.shift();
    refused.tell(number, refusal);
    sendRefusal(response, refusal);
  };
  const server = createServer(limits(timeouts), (request, response) => {
    const done = answer(request, response).catch(() => {
      sendError(response, 500, 'api_error', 'The broker failed at this request.');
    });
    inFlight.add(done);
    void done.finally(() => inFlight.delete(done));
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.on('connect', (_request, socket) => socket.destroy());
  server.on('upgrade', (_request, socket) => socket.destroy());
  const stop = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    closing.abort();
    server.closeAllConnections();
    await closed;
    await Promise.all(inFlight);
  };
  await listen(server, options);
  const proxy = await startProxy(options).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    requests: () => requests,
    refusals: () => refusals,
    close: async () => void (await Promise.all([stop(), proxy?.close()])),
  };
}

async function startProxy({ egress, onEvent }: ActorOptions) {
  return egress
    ? startEgressProxy({ ...egress, onEvent: (one) => onEvent({ kind: 'egress', ...one }) })
    : null;
}

function overLimit(number: number, most: number): Refusal | null {
  if (number <= most) return null;
  return refuse(
    'too-many-requests',
    `The agent has asked the model ${most} times, which is this run's limit.`,
    'Raise max_turns in the profile or give the agent a smaller task.',
  );
}

function fullName(name: string, own: ActorOptions['ownPrice']): string {
  const id = resolveModel(name, own);
  if (isRefusal(id)) throw new Fault('model-refused', id.because, id.remedy);
  return id;
}

async function listen(server: Server, options: ActorOptions): Promise<void> {
  try {
    await listenPrivately(server, options);
  } catch (cause) {
    server.close();
    throw new Fault(
      'model-unreachable',
      `The broker's socket ${options.socketPath} could not be made: ${(cause as Error).message}`,
      'Give it a folder of its own with a path shorter than 100 characters.',
      { cause },
    );
  }
}
