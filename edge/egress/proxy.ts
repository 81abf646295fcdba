import { chmod } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { lookup as lookupName } from 'node:dns/promises';
import type { Socket } from 'node:net';
import { isAllowedHost, readHostPattern, type HostPattern } from '../../core/egress/host.ts';
import { forwardPlain } from './forward-plain.ts';
import { isForbiddenAddress } from './forbidden-address.ts';
import { tunnel } from './tunnel.ts';

/** One connection that the agent asked for. Bytes of its contents, both ways; time in milliseconds. */
export type EgressEvent = {
  host: string;
  port: number;
  address: string | null;
  allowed: boolean;
  because: string;
  bytesOut: number;
  bytesIn: number;
  durationMs: number;
};

export type EgressOptions = {
  socketPath: string;
  /** 0600 when absent. */
  socketMode?: number;
  /** Entries of the profile's `egress`. */
  hosts: readonly string[];
  /** Bytes that the run may move, both ways together. */
  maxBytes: number;
  onEvent: (event: EgressEvent) => void;
};

/** What tests put in the place of the world. */
export type World = {
  lookup: (host: string) => Promise<string[]>;
  isForbidden: (address: string) => boolean;
  /** The port to connect to for one that was asked for. */
  port: (asked: number) => number;
};

const realWorld: World = {
  lookup: async (host) => (await lookupName(host, { all: true })).map(({ address }) => address),
  isForbidden: isForbiddenAddress,
  port: (asked) => asked,
};

/** Different names that one run may have looked up: a name carries bytes to whoever answers for its domain. */
const MOST_NAMES = 100;
const MOST_CONNECTIONS = 64;

/** What the connections of one run share. */
export type Egress = {
  world: World;
  onEvent: (event: EgressEvent) => void;
  /** Counts bytes; false when the run has used up what it may move. */
  spend: (bytes: number) => boolean;
  now: () => number;
};

/** A target that was judged: connect to this address and to no other. */
export type Target = { host: string; port: number; address: string };

/**
 * The only way out of a cage besides the model: a proxy on a unix socket that knows its hosts by name. It looks
 * names up itself, once, and connects to what it has checked, so that an answer cannot change in between.
 */
export async function startEgressProxy(
  options: EgressOptions,
  world: World = realWorld,
): Promise<{ bytes: () => number; close: () => Promise<void> }> {
  const patterns = options.hosts.map(readHostPattern).filter((one) => typeof one !== 'string');
  const names = new Set<string>();
  let bytes = 0;
  const egress: Egress = {
    world,
    onEvent: options.onEvent,
    spend: (count) => (bytes += count) <= options.maxBytes,
    now: () => performance.now(),
  };
  const choose = (asked: { host: string; port: number }, ports: readonly number[]) =>
    bytes >= options.maxBytes
      ? Promise.resolve(`the run has moved its ${options.maxBytes} bytes`)
      : judge(asked, ports, { patterns, names, world });
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 60_000, maxHeaderSize: 16_384 });
  server.maxConnections = MOST_CONNECTIONS;
  server.on('request', (request, response) => void plain(request, response, egress, choose));
  server.on(
    'connect',
    (request, socket: Socket, head) => void connect(request, socket, head, egress, choose),
  );
  server.on('upgrade', (_request, socket) => socket.destroy());
  await listen(server, options);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  return {
    bytes: () => bytes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

type Choose = (asked: { host: string; port: number }, ports: readonly number[]) => Promise<Target | string>;

/** Decides about one target; a refusal is a phrase. What is refused is not looked up. */
async function judge(
  { host, port }: { host: string; port: number },
  ports: readonly number[],
  { patterns, names, world }: { patterns: readonly HostPattern[]; names: Set<string>; world: World },
): Promise<Target | string> {
  if (!ports.includes(port)) return `port ${port} is not open`;
  if (!isAllowedHost(host, patterns)) return "the host is not in the agent's egress";
  const name = host.toLowerCase();
  if (names.size >= MOST_NAMES && !names.has(name)) return `the run has asked for ${MOST_NAMES} names`;
  names.add(name);
  const addresses = await world.lookup(name).catch(() => []);
  const [address] = addresses;
  if (address === undefined) return 'the name has no address';
  const inside = addresses.find((one) => world.isForbidden(one));
  if (inside !== undefined) return `the name leads to ${inside}, which is not on the internet`;
  return { host: name, port, address };
}

function refused(egress: Egress, asked: { host: string; port: number }, because: string): void {
  const nothing = { address: null, bytesOut: 0, bytesIn: 0, durationMs: 0 };
  egress.onEvent({ ...nothing, host: asked.host.slice(0, 200), port: asked.port, allowed: false, because });
}

/** `CONNECT host:443`: a tunnel for TLS to the very host that was asked for. */
async function connect(
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  egress: Egress,
  choose: Choose,
) {
  socket.on('error', () => {});
  const [, host = '', digits = ''] = /^([^:/@]+):(\d{1,5})$/.exec(request.url ?? '') ?? [];
  const asked = { host, port: Number(digits) };
  const target = await choose(asked, [443]);
  if (typeof target !== 'string') return tunnel(target, socket, head, egress);
  refused(egress, asked, target);
  socket.end(`HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n${target}\n`);
}

/** `GET http://host/…`: one request over plain HTTP. */
async function plain(request: IncomingMessage, response: ServerResponse, egress: Egress, choose: Choose) {
  const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : null;
  const isPlain = url?.protocol === 'http:' && url.username === '' && url.password === '';
  const asked = { host: url?.hostname ?? '', port: Number(url?.port || 80) };
  const target = isPlain ? await choose(asked, [80]) : 'only http:// addresses and CONNECT are served';
  if (typeof target !== 'string' && url !== null) return forwardPlain(target, url, request, response, egress);
  const because = String(target);
  refused(egress, asked, because);
  response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' });
  response.end(`${because}\n`);
}

async function listen(server: Server, { socketPath, socketMode = 0o600 }: EgressOptions): Promise<void> {
  const before = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
      process.umask(before);
    });
  } finally {
    process.umask(before);
  }
  await chmod(socketPath, socketMode);
}
