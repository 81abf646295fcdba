import { connect, createServer, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../../core/refusal.ts';
import { readBody } from '../../../edge/broker/read-body.ts';
import { AGENT_TOKEN, KEY, plainBody, startPair } from './start-pair.ts';

/* What an agent can do with the bytes of a connection. */

const body = JSON.stringify(plainBody);
const token = `x-api-key: ${AGENT_TOKEN}`;
const post = (headers: string[], content: string, target = '/v1/messages') =>
  [`POST ${target} HTTP/1.1`, 'host: a', ...headers, '', content].join('\r\n');
const good = post([token, `content-length: ${body.length}`], body);
const evil = ['GET /v1/files?evil HTTP/1.1', 'host: a', token, '', ''].join('\r\n');
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** An address of the model that writes down every byte, and answers each connection once. */
async function recorder() {
  let bytes = '';
  const answer = JSON.stringify({ type: 'message', usage: { input_tokens: 1, output_tokens: 1 } });
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      bytes += data.toString('latin1');
      if (!socket.writableEnded)
        socket.end(
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${answer.length}\r\n\r\n${answer}`,
        );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}`, bytes: () => bytes, close: () => server.close() };
}

/** Sends bytes as they are and returns what came back until the other side closed or `patienceMs` is over. */
function raw(to: { path: string } | { port: number }, bytes: string, patienceMs = 400): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect('path' in to ? to : { ...to, host: '127.0.0.1' });
    const timer = setTimeout(() => socket.destroy(), patienceMs);
    socket.on('data', (data) => (answer += data.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(answer);
    });
    socket.write(Buffer.from(bytes, 'latin1'));
  });
}

const attacks: [string, string][] = [
  ['a second request behind a good one', good + evil],
  [
    'both a length and chunks',
    post([token, 'content-length: 4', 'transfer-encoding: chunked'], `0\r\n\r\n${evil}`),
  ],
  [
    'chunks under another spelling',
    post([token, `content-length: ${body.length}`, 'transfer-encoding: xchunked'], body + evil),
  ],
  [
    'chunks named twice',
    post([token, 'transfer-encoding: chunked', 'transfer-encoding: identity'], chunk(body) + evil),
  ],
  ['two lengths', post([token, 'content-length: 0', `content-length: ${body.length}`], body + evil)],
  ['a length with a sign', post([token, `content-length: +${body.length}`], body + evil)],
  [
    'a chunk longer than it says',
    post([token, 'transfer-encoding: chunked'], `1\r\n${body}\r\n0\r\n\r\n${evil}`),
  ],
  [
    'a chunk size of 2^64',
    post([token, 'transfer-encoding: chunked'], `10000000000000001\r\n${body}\r\n0\r\n\r\n${evil}`),
  ],
  [
    'trailers',
    post([token, 'transfer-encoding: chunked', 'trailer: x-evil'], `${chunk(body)}0\r\nx-evil: 1\r\n\r\n`),
  ],
  [
    'headers in a line of another',
    post([token, `content-length: ${body.length}`, 'anthropic-beta: effort-2025-11-24\n x-evil: 1'], body),
  ],
  ['a folded header', post([token, `content-length: ${body.length}`, 'x-a: b\r\n x-evil: 1'], body)],
  ['a bare carriage return', post([token, `content-length: ${body.length}`, 'x-a: b\rx-evil: 1'], body)],
  [
    'another host',
    post([token, `content-length: ${body.length}`, 'x-forwarded-host: evil', 'forwarded: host=evil'], body),
  ],
  [
    'an absolute address',
    post([token, `content-length: ${body.length}`], body, 'http://evil.invalid/v1/messages'),
  ],
  [
    'a line break in the address',
    post([token, `content-length: ${body.length}`], body, '/v1/messages?beta=true%0d%0ax-evil:1'),
  ],
  ['a tunnel', `CONNECT evil.invalid:443 HTTP/1.1\r\nhost: evil\r\n${token}\r\n\r\nevil`],
  [
    'another protocol',
    `GET /evil HTTP/1.1\r\nhost: a\r\n${token}\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n\r\n`,
  ],
  ['HTTP/2 at once', `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nevil`],
  [
    'a key of its own',
    post(
      [
        token,
        `content-length: ${body.length}`,
        'cookie: evil',
        'authorization: Bearer evil',
        'proxy-authorization: evil',
      ],
      body,
    ),
  ],
];

/** All that may ever arrive at the model, whatever was sent. */
const REQUEST =
  /^POST \/v1\/messages HTTP\/1\.1\r\n((content-type|content-length|accept|accept-encoding|user-agent|anthropic-version|anthropic-beta|x-api-key|host|connection): [^\r\n]*\r\n)+\r\n\{"model":"claude-opus-5-5"[^\r\n]*\}$/i;

describe('the model gets one whole request of ours or none', () => {
  test.each(attacks)('%s', async (_name, bytes) => {
    const upstream = await recorder();
    const pair = await startPair(undefined, { upstream: upstream.url });
    const answer = await raw({ path: pair.socketPath }, bytes);
    expect(answer).not.toContain(KEY);
    expect(upstream.bytes() === '' || REQUEST.test(upstream.bytes()), upstream.bytes()).toBe(true);
    expect(upstream.bytes()).not.toContain('evil');
    await pair.close();

    // Without the broker the same bytes arrive as they are.
    await raw({ port: upstream.port }, bytes);
    expect(upstream.bytes()).toMatch(/evil/);
    upstream.close();
  });

  test('each request of one connection is judged by itself', async () => {
    const upstream = await recorder();
    const pair = await startPair(undefined, { upstream: upstream.url });
    const nameless = post([`content-length: ${body.length}`], body);
    const answer = await raw({ path: pair.socketPath }, good + good + nameless, 2000);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 403']);
    expect(upstream.bytes().match(/POST /g)).toHaveLength(2);
    expect(pair.broker.requests()).toBe(2);
    await pair.close();
    upstream.close();
  });

  test('keys that are named twice: the last one counts for us and for the model', async () => {
    const upstream = await recorder();
    const pair = await startPair(undefined, { upstream: upstream.url });
    const twice = body.replace('{', '{"model":"claude-mythos-5-2","max_tokens":4000,');
    const answer = await raw(
      { path: pair.socketPath },
      post([token, `content-length: ${twice.length}`], twice),
    );
    expect(answer).toContain('200 OK');
    expect(upstream.bytes()).not.toMatch(/mythos|4000/);
    await pair.close();
    upstream.close();
  });
});

describe('what an agent can make the broker hold is bounded', () => {
  test('headers', async () => {
    const pair = await startPair();
    const large = post([token, `x-large: ${'x'.repeat(20_000)}`, `content-length: ${body.length}`], body);
    expect(await raw({ path: pair.socketPath }, large)).toMatch(/^HTTP\/1\.1 431/);
    expect(pair.model.requests).toEqual([]);
    await pair.close();
  });

  test('the time for headers', async () => {
    const pair = await startPair(undefined, { timeouts: { headersMs: 200 } });
    const began = performance.now();
    expect(await raw({ path: pair.socketPath }, 'POST /v1/mess', 10_000)).toMatch(/^HTTP\/1\.1 408/);
    expect(performance.now() - began).toBeLessThan(5000);
    await pair.close();
  });

  test('connections', async () => {
    const pair = await startPair();
    const sockets = Array.from({ length: 130 }, () => connect({ path: pair.socketPath }));
    let dropped = 0;
    for (const socket of sockets) {
      socket.on('error', () => {});
      socket.on('close', () => (dropped += 1));
      socket.resume();
    }
    await expect.poll(() => dropped).toBe(30);
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => dropped).toBe(130);
    expect((await pair.send(plainBody)).status).toBe(200);
    await pair.close();
  });

  test('bodies of all requests together, until each is done with', async () => {
    const room = { taken: 0, most: 100 };
    const request = (text: string) =>
      Object.assign(Readable.from([Buffer.from(text)]), { headers: {} }) as unknown as IncomingMessage;
    const first = await readBody(request(JSON.stringify('x'.repeat(70))), room);
    if (isRefusal(first)) throw new Error(first.because);
    expect(await readBody(request(JSON.stringify('y'.repeat(70))), room)).toMatchObject({
      code: 'too-much-at-once',
    });
    expect(await readBody(request('{'), room)).toMatchObject({ code: 'body-not-json' });
    first.release();
    first.release();
    expect(room.taken).toBe(0);
    expect(isRefusal(await readBody(request(JSON.stringify('y'.repeat(70))), room))).toBe(false);
  });

  test('a body as deep as it is long ends its request only', async () => {
    const pair = await startPair();
    const deep = `{"a":`.repeat(200_000) + '1' + '}'.repeat(200_000);
    const text = body.replace('"properties":{}', `"properties":${deep}`);
    const reply = await pair.send(null, { raw: Buffer.from(text) });
    expect(reply.status).not.toBe(200);
    expect((await pair.send(plainBody)).status).toBe(200);
    expect(pair.broker.spentMicroUsd()).toBe(5000);
    await pair.close();
  });
});
