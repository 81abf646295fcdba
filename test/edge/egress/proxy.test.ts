import { request } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { createServer as createHttpServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isForbiddenAddress } from '../../../core/egress/forbidden-address.ts';
import type { World } from '../../../edge/egress/judge-target.ts';
import type { EgressEvent } from '../../../edge/egress/passage.ts';
import { startEgressProxy } from '../../../edge/egress/proxy.ts';
import { certificate } from './certificate.ts';
import { listening } from './listening.ts';

/* The proxy over its socket, with stand-ins for names and hosts; only these tests may let it reach the loopback. */

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

const socketPath = () => join(folder, 'egress.sock');

async function proxy(world: Partial<World> = {}, options: { hosts?: string[]; maxBytes?: number } = {}) {
  const asked: string[] = [];
  const started = await startEgressProxy(
    {
      socketPath: socketPath(),
      hosts: ['good.example', '*.wild.example'],
      maxBytes: 1_000_000,
      onEvent: (event) => events.push(event),
      ...options,
    },
    {
      lookup: (host) => {
        asked.push(host);
        return Promise.resolve(['127.0.0.1']);
      },
      isForbidden: () => false,
      port: (port) => port,
      ...world,
    },
  );
  closers.push(started.close);
  return { ...started, asked };
}

function served(server: Server): Promise<number> {
  closers.push(() => server.close());
  return listening(server);
}

/** Asks for a tunnel; resolves with the status and the socket. */
function tunnel(target: string): Promise<{ status: number; socket: Socket }> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath: socketPath(), method: 'CONNECT', path: target });
    asking.on('connect', (response, socket) => {
      closers.push(() => socket.destroy());
      resolve({ status: response.statusCode ?? 0, socket });
    });
    asking.on('error', reject);
    asking.end();
  });
}

function get(url: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath: socketPath(), path: url, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('close', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asking.on('error', reject);
    asking.end();
  });
}

async function tlsHost(): Promise<number> {
  return listening(createTlsServer(certificate, (socket) => socket.end('SECRET-PAGE')));
}

/** What a TLS client gets that names `servername` in the tunnel. */
function throughTls(socket: Socket, servername: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const tls = connectTls({ socket, servername, rejectUnauthorized: false });
    tls.on('data', (chunk: Buffer) => (text += chunk.toString()));
    tls.on('error', () => {});
    tls.on('close', () => resolve(text));
  });
}

describe('a tunnel', () => {
  test('carries TLS to a host of the profile, and is recorded with its bytes', async () => {
    const port = await tlsHost();
    await proxy({ port: () => port });
    for (const host of ['good.example', 'a.wild.example']) {
      const { status, socket } = await tunnel(`${host}:443`);
      expect(status).toBe(200);
      expect(await throughTls(socket, host)).toBe('SECRET-PAGE');
    }
    await vi.waitUntil(() => events.length === 2);
    expect(events[0]).toMatchObject({ host: 'good.example', port: 443, address: '127.0.0.1', allowed: true });
    expect(events[0]!.bytesIn).toBeGreaterThan(100);
    expect(events[0]!.bytesOut).toBeGreaterThan(100);
  });

  test.each([
    'bad.example:443', 'good.example:80', 'good.example:22', 'wild.example:443', 'a.b.wild.example:443',
    'good.example.:443', '127.0.0.1:443', '2130706433:443', '0x7f.1:443', '[::1]:443', 'good.example@bad.example:443',
    'good.example\u0000.bad.example:443', 'xgood.example:443', 'good.example', 'localhost:443', `${'a'.repeat(60)}.wild.example:443`,
  ])('to %s is refused without asking for its name', async (target) => {
    const { asked } = await proxy();
    const outcome = await tunnel(target).then(({ status }) => status, () => 'not sent');
    expect([403, 400, 'not sent']).toContain(outcome);
    expect(asked).toEqual([]);
  }); // prettier-ignore

  test('is closed when TLS names another host behind the same address', async () => {
    const port = await tlsHost();
    await proxy({ port: () => port });
    const { socket } = await tunnel('good.example:443');
    expect(await throughTls(socket, 'other.example')).toBe('');
    await vi.waitUntil(() => events.length === 1);
    expect(events[0]).toMatchObject({ allowed: false, because: expect.stringContaining('other.example') });
  });

  test.each([
    ['something that is not TLS', 'GET / HTTP/1.1\r\nHost: good.example\r\n\r\n'],
    ['half a record', '\u0016\u0003\u0001'],
  ])('is closed when it begins with %s', async (_what, words) => {
    let visits = 0;
    const port = await served(createServer(() => (visits += 1)));
    await proxy({ port: () => port });
    const { socket } = await tunnel('good.example:443');
    socket.end(Buffer.from(words, 'latin1'));
    await vi.waitUntil(() => events.length === 1);
    expect([visits, events[0]!.allowed]).toEqual([0, false]);
  });

  test('to a name that leads inside is refused, if only one of its addresses does', async () => {
    const port = await tlsHost();
    const inside = {
      lookup: () => Promise.resolve(['93.184.216.34', '169.254.169.254']),
      isForbidden: isForbiddenAddress,
    };
    await proxy({ ...inside, port: () => port });
    expect((await tunnel('good.example:443')).status).toBe(403);
    expect(events[0]).toMatchObject({ allowed: false, because: expect.stringContaining('169.254.169.254') });
  });

  test('connects to the address that was checked: an answer that changes is never asked for', async () => {
    const port = await tlsHost();
    const answers = [['127.0.0.1'], ['169.254.169.254']];
    const lookup = vi.fn<() => Promise<string[]>>(() => Promise.resolve(answers.shift() ?? []));
    await proxy({ lookup, port: () => port });
    const { socket } = await tunnel('good.example:443');
    expect(await throughTls(socket, 'good.example')).toBe('SECRET-PAGE');
    expect(lookup).toHaveBeenCalledTimes(1);
  });

  test('ends when the run has moved what it may, and no other begins', async () => {
    const port = await served(createTlsServer(certificate, (socket) => socket.end(Buffer.alloc(500_000))));
    const { bytes } = await proxy({ port: () => port }, { maxBytes: 100_000 });
    const { socket } = await tunnel('good.example:443');
    await throughTls(socket, 'good.example');
    await vi.waitUntil(() => events.length === 1);
    expect(events[0]!.because).toContain('all the bytes');
    expect(bytes()).toBeLessThan(300_000);
    expect((await tunnel('good.example:443')).status).toBe(403);
  });
});

describe('a plain request', () => {
  test('reaches its host by a header made anew', async () => {
    const heads: object[] = [];
    const port = await served(
      createHttpServer((asked, answer) => {
        heads.push(asked.headers);
        answer.end('PAGE');
      }),
    );
    await proxy({ port: () => port });
    const reply = await get('http://good.example/path?x=1', {
      host: 'other.example',
      'proxy-authorization': 'x',
      te: 'trailers',
    });
    expect(reply).toEqual({ status: 200, text: 'PAGE' });
    expect(heads).toEqual([{ host: 'good.example', connection: 'close' }]);
    await vi.waitUntil(() => events.length === 1);
    expect(events[0]).toMatchObject({ allowed: true, address: '127.0.0.1', port: 80 });
    // The header counts, too.
    expect(events[0]!.bytesIn).toBeGreaterThan(4);
  });

  test.each([
    'http://bad.example/', 'http://good.example:8080/', 'https://good.example/', 'http://127.0.0.1/', 'ftp://good.example/',
    'http://user@good.example/', '/path', 'http://169.254.169.254/latest/meta-data', 'http://[::ffff:127.0.0.1]/',
  ])('for %s is refused without asking for its name', async (url) => {
    const { asked } = await proxy();
    expect((await get(url)).status).toBe(403);
    expect(asked).toEqual([]);
    expect(events).toMatchObject([{ allowed: false }]);
  }); // prettier-ignore
});

test('names are a channel of their own: a run may ask for a hundred', async () => {
  const { asked } = await proxy({ lookup: (host) => (asked.push(host), Promise.resolve([])) });
  for (let index = 0; index < 130; index += 1) await tunnel(`data${index}.wild.example:443`);
  expect(asked).toHaveLength(100);
});

test('ablation: with the checks of addresses and names off, a name that leads inside is reached', async () => {
  const port = await tlsHost();
  await proxy({ lookup: () => Promise.resolve(['127.0.0.1']), isForbidden: () => false, port: () => port });
  const { socket } = await tunnel('good.example:443');
  expect(await throughTls(socket, 'good.example')).toBe('SECRET-PAGE');
});
