import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { World } from '../../../edge/egress/judge-target.ts';
import type { EgressEvent } from '../../../edge/egress/passage.ts';
import { startEgressProxy } from '../../../edge/egress/proxy.ts';
import { helloMessage, inRecords, serverName } from '../../core/egress/hello.ts';
import { certificate } from './certificate.ts';
import { listening } from './listening.ts';

/* What an agent may try that writes its own bytes to the proxy's socket. */

let folder = '';
let events: EgressEvent[] = [];
const closers: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'egress-'));
  events = [];
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  rmSync(folder, { recursive: true, force: true });
});

async function proxy(
  port: number,
  {
    maxBytes = 1_000_000,
    maxConnections = 1000,
    ...world
  }: Partial<World> & { maxBytes?: number; maxConnections?: number } = {},
) {
  const started = await startEgressProxy(
    {
      socketPath: join(folder, 's'),
      hosts: ['good.example'],
      maxBytes,
      maxConnections,
      onEvent: (event) => events.push(event),
    },
    { lookup: () => Promise.resolve(['127.0.0.1']), isForbidden: () => false, port: () => port, ...world },
  );
  closers.push(started.close);
  return started;
}

function served(server: Server): Promise<number> {
  closers.push(() => server.close());
  return listening(server);
}

/** A host that writes down what it is sent and answers each connection once. */
async function host(answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK') {
  const seen: string[] = [];
  const port = await served(
    createServer((socket) => {
      const mine = seen.push('') - 1;
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        seen[mine] += bytes.toString('latin1');
        if (/0\r\n\r\n$|close\r\n\r\n$/.test(seen[mine] ?? '')) socket.end(answer);
      });
    }),
  );
  return { port, seen };
}

/** Sends bytes as they are; resolves with all that came back. */
async function raw(...parts: (string | Uint8Array)[]): Promise<string> {
  const socket = open();
  let text = '';
  socket.on('data', (bytes) => (text += bytes.toString('latin1')));
  for (const part of parts) socket.write(part);
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

function open(): Socket {
  const socket = connect(join(folder, 's'));
  socket.on('error', () => {});
  closers.push(() => socket.destroy());
  return socket;
}

const GET = 'GET http://good.example/ HTTP/1.1\r\nhost: good.example\r\n';
const HIDDEN = 'GET /x HTTP/1.1\r\nhost: other.example\r\n\r\n';
const CHUNKED = `transfer-encoding: chunked\r\n\r\n${HIDDEN.length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`;
const CONNECT = 'CONNECT good.example:443 HTTP/1.1\r\nhost: good.example\r\n\r\n';

test('a request in the body of a GET arrives as a body', async () => {
  const { port, seen } = await host();
  await proxy(port);
  expect(await raw(GET + CHUNKED)).toContain('200 OK');
  // The body is told apart from what follows by its length before it.
  expect(seen).toEqual([
    expect.stringContaining(`\r\ntransfer-encoding: chunked\r\n\r\n28\r\n${HIDDEN}\r\n0\r\n\r\n`),
  ]);
});

test.each([
  ['a length and a coding', `${GET}content-length: 4\r\n${CHUNKED}`],
  ['a coding that only we might not know', `${GET}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
  ['two lengths', `${GET}content-length: 4\r\ncontent-length: 5\r\n\r\nabcde`],
  ['a line end that is none', 'GET http://good.example/ HTTP/1.1\nhost: good.example\nx: y\r\n\r\n'],
])('a request with %s reaches nobody', async (_what, text) => {
  const { port, seen } = await host();
  await proxy(port);
  expect(await raw(text)).not.toContain('200 OK');
  expect(seen).toEqual([]);
});

test('headers of the connection, and those it names, are not passed on; nor another host', async () => {
  const { port, seen } = await host();
  await proxy(port);
  const asked = 'GET http://good.example/a?b HTTP/1.1\r\nhost: other.example\r\n';
  await raw(`${asked}connection: x-mine, close\r\nx-mine: 1\r\nproxy-connection: a\r\nx-kept: 2\r\n\r\n`);
  expect(seen).toEqual(['GET /a?b HTTP/1.1\r\nx-kept: 2\r\nhost: good.example\r\nconnection: close\r\n\r\n']);
});

test('a connection serves one request, also when the second is a tunnel', async () => {
  const { port, seen } = await host();
  await proxy(port);
  for (const second of [`${GET}\r\n`, CONNECT]) await raw(`${GET}\r\n${second}`);
  expect(seen.length).toBeLessThanOrEqual(2);
  expect(events.filter(({ because }) => because === 'a connection serves one request')).toHaveLength(2);
});

test.each([
  ['no server', inRecords(helloMessage([]))],
  ['another server', inRecords(helloMessage([serverName('bad.example')]))],
  ['two servers', inRecords(helloMessage([serverName('good.example', 'bad.example')]))],
  ['a server and a hidden one', inRecords(helloMessage([serverName('good.example'), [0xfe0d, [0]]]))],
  ['nobody: HTTP', new TextEncoder().encode(HIDDEN)],
  ['more than a hello', inRecords([1, 0, 0xff, 0xff, ...Array.from({ length: 17_000 }, () => 0)])],
])('a tunnel that begins with TLS for %s reaches nobody', async (_what, hello) => {
  const { port, seen } = await host();
  await proxy(port);
  await raw(CONNECT, hello);
  expect(seen).toEqual([]);
  expect(events).toMatchObject([{ allowed: false, address: null, bytesOut: 0 }]);
});

test('ablation: the same bytes reach the host where they name it, whole or in pieces', async () => {
  const { port, seen } = await host();
  await proxy(port);
  for (const size of [16_384, 20]) {
    const hello = inRecords(helloMessage([serverName('good.example')]), size);
    const socket = open();
    socket.write(CONNECT);
    for (const byte of hello) socket.write(Uint8Array.of(byte));
    await vi.waitUntil(() => seen.at(-1)?.length === hello.length);
    socket.destroy();
  }
  await vi.waitUntil(() => events.length === 2);
  expect(events).toMatchObject([{ allowed: true }, { allowed: true }]);
});

test('ablation: without the proxy, TLS that names another host is answered', async () => {
  const port = await served(createTlsServer(certificate, (socket) => socket.end('PAGE')));
  const tls = connectTls({ port, servername: 'bad.example', rejectUnauthorized: false });
  const [page] = (await once(tls, 'data')) as [Buffer];
  expect(page.toString()).toBe('PAGE');
});

test('what goes out counts, headers included, and ends the way out for the run', async () => {
  const { port } = await host();
  const { bytes } = await proxy(port, { maxBytes: 5000 });
  const padded = `${GET}x: ${'a'.repeat(4000)}\r\n\r\n`;
  expect(await raw(padded)).toContain('200 OK');
  expect(await raw(padded)).not.toContain('200 OK');
  expect(await raw(`${GET}\r\n`)).toContain('403');
  expect(bytes()).toBeLessThanOrEqual(5000);
  expect(events.map(({ allowed }) => allowed)).toEqual([true, false, false]);
});

test('a host that does not read is not written to without end', async () => {
  const port = await served(createServer((socket) => void socket.pause().on('error', () => {})));
  const { bytes } = await proxy(port, { maxBytes: 1_000_000_000 });
  const socket = open();
  socket.write(`POST http://good.example/ HTTP/1.1\r\nhost: x\r\ncontent-length: 500000000\r\n\r\n`);
  const block = Buffer.alloc(1_000_000);
  let stuck = false;
  for (let sent = 0; sent < 100 && !stuck; sent += 1) {
    if (socket.write(block)) continue;
    const drained = once(socket, 'drain').then(() => false);
    stuck = await Promise.race([drained, new Promise<true>((resolve) => setTimeout(resolve, 1500, true))]);
  }
  expect(stuck).toBe(true);
  expect(bytes()).toBeLessThan(50_000_000);
});

test.each([
  ['nothing', ''],
  ['a header nobody can write', 'HTTP/1.1 099 No\r\n\r\n'],
  ['half an answer', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'],
  ['a switch of protocols', 'HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
])('a host that answers with %s does no harm', async (_what, answer) => {
  const { port } = await host(answer);
  await proxy(port);
  await raw(`${GET}\r\n`);
  await vi.waitUntil(() => events.length === 1);
  expect(events[0]).toMatchObject({ allowed: true });
  expect(await raw('GET http://bad.example/ HTTP/1.1\r\nhost: x\r\n\r\n')).toContain('403');
});

test('what is open at the end of a run is told before the proxy has closed', async () => {
  const { port, seen } = await host();
  const { close } = await proxy(port);
  const socket = open();
  socket.write(CONNECT);
  socket.write(inRecords(helloMessage([serverName('good.example')])));
  open().write(CONNECT);
  await vi.waitUntil(() => seen.length === 1);
  await close();
  expect(events.filter(({ because }) => because === 'the run ended').length).toBeGreaterThanOrEqual(1);
  expect(events).toContainEqual(expect.objectContaining({ allowed: true, because: 'the run ended' }));
});

test('an agent that leaves while its name is looked up reaches nobody', async () => {
  const { port, seen } = await host();
  const answer = Promise.withResolvers<string[]>();
  const lookup = vi.fn<World['lookup']>(() => answer.promise);
  await proxy(port, { lookup });
  const sockets = [open(), open()];
  sockets[0]!.write(CONNECT);
  sockets[1]!.write(`${GET}\r\n`);
  await vi.waitUntil(() => lookup.mock.calls.length === 2);
  for (const socket of sockets) socket.destroy();
  await vi.waitUntil(() => events.length === 1);
  answer.resolve(['127.0.0.1']);
  await vi.waitUntil(() => events.length === 2);
  expect(await raw('GET http://bad.example/ HTTP/1.1\r\nhost: x\r\n\r\n')).toContain('403');
  expect(seen).toEqual([]);
  expect(events.map(({ allowed }) => allowed)).toEqual([false, false, false]);
});

test('a run has so many connections, and its record does not grow beyond them', async () => {
  await proxy(1, { maxConnections: 20 });
  const refused = 'GET http://bad.example/ HTTP/1.1\r\nhost: x\r\n\r\n';
  for (let done = 0; done < 40; done += 1) await raw(refused);
  expect(events).toHaveLength(21);
  expect(events.at(-1)?.because).toContain('20 connections');
  expect(await raw(refused)).toBe('');
});
