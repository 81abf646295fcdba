import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { lookup as lookupName } from 'node:dns/promises';
import type { Socket } from 'node:net';
import { isForbiddenAddress } from '../../core/egress/forbidden-address.ts';
import { readHostPatterns } from '../../core/egress/host.ts';
import { listenPrivately } from '../files/private-socket.ts';
import { forwardPlain } from './forward-plain.ts';
import { makeJudge, type World } from './judge-target.ts';
import { makePassages, type EgressEvent, type Passages } from './passage.ts';
import { tunnel } from './tunnel.ts';

export type EgressOptions = {
  socketPath: string;
  /** 0600 when absent. */
  socketMode?: number;
  /** Entries of the profile's `egress`. */
  hosts: readonly string[];
  /** Bytes that the run may move, both ways together. */
  maxBytes: number;
  /** Connections that the run may make; 5,000 when absent. Each is an entry of its record. */
  maxConnections?: number;
  onEvent: (event: EgressEvent) => void;
};

const realWorld: World = {
  // The dot at the end keeps the resolver from asking for the name below the domains of this machine, too.
  lookup: async (host) => (await lookupName(`${host}.`, { all: true })).map(({ address }) => address),
  isForbidden: isForbiddenAddress,
  port: (asked) => asked,
};

const MOST_AT_ONCE = 64;
const MOST_IN_RUN = 5000;
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5000,
  maxHeaderSize: 16_384,
};

/**
 * The only way out of a cage besides the model: a proxy on a unix socket that knows its hosts by name. It looks
 * names up itself, once, and connects to what it has checked, so that an answer cannot change in between.
 */
export async function startEgressProxy(
  options: EgressOptions,
  world: World = realWorld,
): Promise<{ bytes: () => number; close: () => Promise<void> }> {
  const passages = makePassages(options.maxBytes, options.onEvent);
  const proxy: Proxy = {
    world,
    passages,
    judge: makeJudge(readHostPatterns(options.hosts), world),
    served: new WeakSet(),
  };
  const server = createServer(LIMITS);
  server.maxConnections = MOST_AT_ONCE;
  server.on('request', (request, response) => void plain(request, response, proxy));
  server.on('connect', (request, socket: Socket, head) => void connect(request, socket, head, proxy));
  server.on('upgrade', (request, socket: Socket) => {
    refuse(passages, { host: request.url ?? '', port: 0 }, 'a connection is not turned into another');
    socket.destroy();
  });
  const sockets = keepSockets(server, passages, options.maxConnections ?? MOST_IN_RUN);
  await listenPrivately(server, options);
  return {
    bytes: () => passages.bytes(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        passages.endAll('the run ended');
        for (const socket of sockets) socket.destroy();
      }),
  };
}

type Proxy = {
  world: World;
  passages: Passages;
  judge: ReturnType<typeof makeJudge>;
  /** Connections that had their request. */
  served: WeakSet<Socket>;
};

/** Knows all connections from the agent, and turns away those beyond what a run may make. */
function keepSockets(server: Server, passages: Passages, most: number): Set<Socket> {
  const sockets = new Set<Socket>();
  let made = 0;
  server.on('connection', (socket) => {
    made += 1;
    if (made === most + 1)
      refuse(passages, { host: '', port: 0 }, `the run has made ${most} connections, the most it may`);
    if (made > most) return void socket.destroy();
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  return sockets;
}

function refuse(passages: Passages, asked: { host: string; port: number }, because: string): void {
  passages.begin(asked).end(because);
}

/** Says why a request is not served at all, or null. A second one on a connection could hide behind the first. */
function objection({ served, passages }: Proxy, socket: Socket): string | null {
  if (served.has(socket)) return 'a connection serves one request';
  served.add(socket);
  return passages.isSpent() ? 'the run has moved all the bytes that it may' : null;
}

/** `CONNECT host:443`: a tunnel for TLS to the very host that was asked for. */
async function connect(request: IncomingMessage, socket: Socket, head: Buffer, proxy: Proxy): Promise<void> {
  const [, host = request.url ?? '', digits = '0'] = /^([^:/@]+):(\d{1,5})$/.exec(request.url ?? '') ?? [];
  const asked = { host, port: Number(digits) };
  const passage = proxy.passages.begin(asked);
  const target = objection(proxy, socket) ?? (await proxy.judge(asked, 443));
  if (passage.ended()) return void socket.destroy();
  if (typeof target !== 'string') return tunnel(target, socket, head, passage, proxy.world);
  passage.end(target);
  socket.end(`HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n${target}\n`);
}

/** `GET http://host/…`: one request over plain HTTP. */
async function plain(request: IncomingMessage, response: ServerResponse, proxy: Proxy): Promise<void> {
  const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : null;
  const isPlain = url?.protocol === 'http:' && url.username === '' && url.password === '';
  const asked = { host: url?.hostname || (request.url ?? ''), port: Number(url?.port || 80) };
  const passage = proxy.passages.begin(asked);
  response.once('close', () => passage.end('ended'));
  const target = !isPlain
    ? 'only http:// addresses and CONNECT are served'
    : (objection(proxy, request.socket) ?? (await proxy.judge(asked, 80)));
  if (passage.ended()) return;
  if (url !== null && typeof target !== 'string')
    return forwardPlain({ target, url, request, response, passage, world: proxy.world });
  const because = typeof target === 'string' ? target : 'this is not an address';
  passage.end(because);
  response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' });
  response.end(`${because}\n`);
}
