import { stat } from 'node:fs/promises';
import { createServer, request, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { AGENT_TOKEN, KEY, plainBody, sender, startPair } from './start-pair.ts';

const streamed = { ...plainBody, stream: true };

/** An upstream that answers as it likes. */
async function upstream(answer: RequestListener): Promise<{ url: string; server: Server; close(): void }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, server, close: () => (server.closeAllConnections(), void server.close()) };
}

describe('an answer', () => {
  test.each([
    ['whole', plainBody],
    ['streamed', streamed],
  ])('passes unchanged, %s', async (_name, body) => {
    const script = { turns: [{ text: 'Grüße 🙂', calls: [{ tool: 'Read', input: { file_path: 'ä' } }] }] };
    const pair = await startPair(script);
    const direct = await sender(pair.model)(body, { headers: { 'x-api-key': KEY } });
    const brokered = await pair.send(body);
    expect(brokered.text).toBe(direct.text.replaceAll('lab_1', 'lab_2'));
    expect(brokered.headers['content-type']).toBe(direct.headers['content-type']);
    expect(pair.broker.spentMicroUsd()).toBe(5000);
    await pair.close();
  });

  test('streams while it is still being written', async () => {
    const pair = await startPair({ turns: [{ text: 'a text of eight pieces', pauseMs: 25 }] });
    const { arrivals } = await pair.send(streamed);
    expect(arrivals.length).toBeGreaterThan(5);
    expect((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(150);
    await pair.close();
  });

  test('is booked by its own usage, and known by the next turn', async () => {
    const usage = {
      input_tokens: 100,
      output_tokens: 10,
      ephemeral_5m_input_tokens: 1000,
      cache_read_input_tokens: 50,
    };
    const pair = await startPair({ turns: [{ text: 'ok', usage }] });
    const long = [{ role: 'user', content: 'x'.repeat(20_000) }];
    await pair.send({ ...streamed, messages: long });
    expect(pair.broker.spentMicroUsd()).toBe(100 * 4 + 10 * 20 + 1000 * 5 + 50 * 0.2);
    const next = [...long, { role: 'assistant', content: 'ok' }, { role: 'user', content: 'go on' }];
    await pair.send({ ...streamed, messages: next });
    const bounds = pair.events.flatMap((event) => (event.kind === 'forwarded' ? [event.inputBound] : []));
    expect(bounds[0]).toBeGreaterThan(20_000);
    expect(bounds[1]).toBeLessThan(1500);
    await pair.close();
  });

  test('that breaks off costs what was held for it', async () => {
    const pair = await startPair({ turns: [{ text: 'half an answer', cut: true }] });
    const reply = await pair.send(streamed);
    expect(reply.broken).toBe(true);
    const forwarded = pair.events.find((event) => event.kind === 'forwarded');
    expect(pair.events.at(-1)).toMatchObject({ kind: 'settled', complete: false });
    expect(pair.broker.spentMicroUsd()).toBe(forwarded?.reservedMicroUsd);
    await pair.close();
  });

  test('that the agent walks away from is stopped and costs what was held for it', async () => {
    const pair = await startPair({ turns: [{ text: 'long', delayMs: 5000 }] });
    const outgoing = request({
      socketPath: pair.socketPath,
      method: 'POST',
      path: '/v1/messages',
      headers: { 'anthropic-version': '2023-06-01', 'x-api-key': AGENT_TOKEN },
    });
    outgoing.on('error', () => {});
    outgoing.end(JSON.stringify(plainBody));
    await expect.poll(() => pair.model.requests.length).toBe(1);
    outgoing.destroy();
    await expect.poll(() => pair.events.at(-1)?.kind).toBe('settled');
    expect(pair.broker.spentMicroUsd()).toBeGreaterThan(20_000);
    await pair.close();
  });
});

describe('headers', () => {
  test('are rebuilt: ours is the key, the agent chooses nothing but known betas', async () => {
    const pair = await startPair();
    await pair.send(plainBody, {
      headers: {
        authorization: 'Bearer other',
        cookie: 'a=b',
        'x-forwarded-for': '1.2.3.4',
        'anthropic-version': 'x\tsmuggled',
        'anthropic-beta':
          'effort-2025-11-24, mcp-client-2025-11-20,files-api-2025-04-14,claude-code-20250219',
      },
    });
    expect(pair.model.requests[0]?.headers).toMatchObject({
      'x-api-key': KEY,
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'effort-2025-11-24,claude-code-20250219',
    });
    const names = Object.keys(pair.model.requests[0]?.headers ?? {});
    for (const name of ['authorization', 'cookie', 'x-forwarded-for']) expect(names).not.toContain(name);
    await pair.close();
  });

  test('the key may be a bearer token, and the address may have a path', async () => {
    const seen: { url?: string | undefined; authorization?: string | undefined; key?: unknown } = {};
    const gateway = await upstream((request, response) => {
      Object.assign(seen, {
        url: request.url,
        authorization: request.headers.authorization,
        key: request.headers['x-api-key'],
      });
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b', server: 'x' });
      response.end(JSON.stringify({ type: 'message', usage: { input_tokens: 1, output_tokens: 1 } }));
    });
    const url = `${gateway.url}/gateway/`;
    const pair = await startPair(undefined, { upstream: url, authHeader: 'bearer' });
    const reply = await pair.send(plainBody);
    expect(seen).toEqual({
      url: '/gateway/v1/messages?beta=true',
      authorization: `Bearer ${KEY}`,
      key: undefined,
    });
    expect(reply.headers).not.toHaveProperty('set-cookie');
    await pair.close();
    gateway.close();
  });
});

describe('an error of the model', () => {
  test('does not show the key although it quotes it', async () => {
    const echo = await upstream((request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      const message = `bad key ${String(request.headers['x-api-key'])}`;
      response.end(JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } }));
    });
    const pair = await startPair(undefined, { upstream: echo.url });
    const reply = await pair.send(plainBody);
    expect(reply.text).toContain('bad key [key]');
    expect(JSON.stringify([pair.events, reply])).not.toContain(KEY);
    expect(pair.broker.spentMicroUsd()).toBe(0);
    // The oracle works: the same upstream without the broker does show it.
    const direct = await sender({ url: echo.url })(plainBody, { headers: { 'x-api-key': KEY } });
    expect(direct.text).toContain(KEY);
    await pair.close();
    echo.close();
  });

  test.each([401, 403])('%i is final', async (status) => {
    const pair = await startPair({ turns: [{ error: { status } }] });
    const reply = await pair.send(plainBody);
    expect([reply.status, reply.headers['x-should-retry']]).toEqual([status, 'false']);
    await pair.close();
  });

  test.each([429, 500, 529])('%i may be tried again', async (status) => {
    const pair = await startPair({ turns: [{ error: { status, headers: { 'retry-after': '1' } } }] });
    const reply = await pair.send(plainBody);
    expect([reply.status, reply.headers['x-should-retry']]).toEqual([status, undefined]);
    expect(reply.headers['retry-after']).toBe('1');
    await pair.close();
  });

  test('a redirect is not followed', async () => {
    const thief = await upstream((_request, response) => void response.end('{}'));
    let stolen = 0;
    thief.server.on('request', () => (stolen += 1));
    const redirecting = await upstream((_request, response) => {
      response.writeHead(307, { location: `${thief.url}/v1/messages` });
      response.end();
    });
    const pair = await startPair(undefined, { upstream: redirecting.url });
    const reply = await pair.send(plainBody);
    expect([reply.status, stolen]).toEqual([502, 0]);
    expect(reply.headers).not.toHaveProperty('location');
    expect(pair.events.at(-1)).toMatchObject({ kind: 'upstream-error', status: 307 });
    await pair.close();
    thief.close();
    redirecting.close();
  });

  test('a model that refuses the connection costs nothing; one that never answers costs what was held', async () => {
    const closed = await upstream(() => {});
    closed.close();
    const refused = await startPair(undefined, { upstream: closed.url });
    expect((await refused.send(plainBody)).status).toBe(502);
    expect(refused.broker.spentMicroUsd()).toBe(0);
    await refused.close();

    const silent = await startPair({ turns: [{ delayMs: 5000 }] }, { timeouts: { responseMs: 100 } });
    const started = performance.now();
    expect((await silent.send(plainBody)).status).toBe(502);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(silent.broker.spentMicroUsd()).toBeGreaterThan(20_000);
    await silent.close();
  });

  test('an answer that stalls is cut', async () => {
    const script = { turns: [{ text: 'slow', pauseMs: 3000 }] };
    const pair = await startPair(script, { timeouts: { idleMs: 100 } });
    const reply = await pair.send(streamed);
    expect(reply.broken).toBe(true);
    expect(pair.broker.spentMicroUsd()).toBeGreaterThan(20_000);
    await pair.close();
  });
});

test('the socket is only its owner’s, and closing removes it and books what is in flight', async () => {
  const pair = await startPair({ turns: [{ delayMs: 5000 }] });
  expect((await stat(pair.socketPath)).mode & 0o777).toBe(0o600);
  const pending = pair.send(plainBody).catch(() => 'broken');
  await expect.poll(() => pair.model.requests.length).toBe(1);
  await pair.close();
  expect(await pending).toBe('broken');
  expect(pair.events.at(-1)).toMatchObject({ kind: 'settled', complete: false });
  await expect(stat(pair.socketPath)).rejects.toThrow('ENOENT');
});

test('no event ever holds the key or a prompt', async () => {
  const pair = await startPair();
  await pair.send(plainBody);
  await pair.send({ ...plainBody, speed: 'fast' });
  expect(pair.events.length).toBe(3);
  expect(JSON.stringify(pair.events)).not.toMatch(new RegExp(`${KEY}|Task:`));
  await pair.close();
});
