import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEY, plainBody, sender, startPair, type Pair } from './start-pair.ts';

let pair: Pair;
beforeAll(async () => (pair = await startPair()));
afterAll(() => pair.close());

const image = (source: object) => ({
  ...plainBody,
  messages: [{ role: 'user', content: [{ type: 'image', source }] }],
});
const png = { type: 'base64', media_type: 'image/png', data: 'AAAA' };

describe('what the agent may not ask never reaches the model', () => {
  const bodies: [string, object, string][] = [
    [
      'an MCP server',
      { ...plainBody, mcp_servers: [{ type: 'url', url: 'https://a.invalid', name: 'x' }] },
      'unknown-key',
    ],
    ['a container', { ...plainBody, container: 'container_1' }, 'unknown-key'],
    ['another speed', { ...plainBody, speed: 'fast' }, 'unknown-key'],
    ['a fallback model', { ...plainBody, fallbacks: [{ model: 'claude-fable-5' }] }, 'unknown-key'],
    ['an image by address', image({ type: 'url', url: 'https://a.invalid/?secret' }), 'unknown-shape'],
    ['an image by file', image({ type: 'file', file_id: 'file_1' }), 'unknown-shape'],
    ['web fetch', { ...plainBody, tools: [{ type: 'web_fetch_20260209', name: 'Read' }] }, 'unknown-shape'],
    [
      'a tool of no profile',
      { ...plainBody, tools: [{ ...plainBody.tools[0], name: 'WebFetch' }] },
      'tool-not-allowed',
    ],
    ['another model', { ...plainBody, model: 'claude-fable-5' }, 'model-not-allowed'],
    ['more output than the cap', { ...plainBody, max_tokens: 4097 }, 'max-tokens-over-cap'],
  ];

  test.each(bodies)('%s', async (_name, body, code) => {
    const before = pair.model.requests.length;
    const reply = await pair.send(body);
    expect(reply.status).toBe(403);
    expect(reply.headers['x-should-retry']).toBe('false');
    expect(pair.broker.refusals().at(-1)?.code).toBe(code);
    expect(pair.events.at(-1)).toMatchObject({ kind: 'refused', code });
    expect(pair.model.requests.length).toBe(before);

    // Without the broker the same request is served: the API would have done what it asks.
    const direct = await sender(pair.model)(body, { headers: { 'x-api-key': KEY } });
    expect(direct.status).toBe(200);
  });

  test.each([
    ['GET /v1/models', 'GET', '/v1/models'],
    ['files', 'POST', '/v1/files'],
    ['batches', 'POST', '/v1/messages/batches'],
    ['a second query', 'POST', '/v1/messages?beta=true&x=1'],
    ['a path that climbs', 'POST', '/v1/messages/../files'],
    ['a double slash', 'POST', '//v1/messages'],
    ['an absolute address', 'POST', 'http://a.invalid/v1/messages'],
    ['another method', 'PUT', '/v1/messages'],
  ])('%s', async (_name, method, path) => {
    const before = pair.model.requests.length;
    const reply = await pair.send(plainBody, {
      method,
      path,
      ...(method === 'GET' ? { raw: Buffer.alloc(0) } : {}),
    });
    expect(reply.status).toBe(403);
    expect(pair.broker.refusals().at(-1)?.code).toBe('foreign-route');
    expect(pair.model.requests.length).toBe(before);
  });

  test('a body that is not JSON, not UTF-8, or compressed', async () => {
    const broken = await pair.send(null, { raw: Buffer.from('{"model":') });
    const latin = await pair.send(null, { raw: Buffer.from([0x22, 0xff, 0x22]) });
    const zipped = await pair.send(plainBody, { headers: { 'content-encoding': 'gzip' } });
    expect([broken.status, latin.status, zipped.status]).toEqual([403, 403, 403]);
    const codes = pair.broker.refusals().slice(-3);
    expect(codes.map((refusal) => refusal.code)).toEqual(['body-not-json', 'body-not-json', 'body-encoded']);
  });

  test('a body that is too large, by its length or by its bytes', async () => {
    const announced = await pair.send(null, {
      raw: Buffer.from('{}'),
      headers: { 'content-length': '40000000' },
    });
    expect(announced.status).toBe(413);
    const chunked = pair.send(null, {
      raw: Buffer.alloc(33 * 1024 * 1024, ' '),
      headers: { 'transfer-encoding': 'chunked' },
    });
    // The broker stops reading, so the sender may see its answer or only the end of the connection.
    await chunked.then(
      (reply) => expect(reply.status).toBe(413),
      (error: NodeJS.ErrnoException) => expect(error.code).toMatch(/EPIPE|ECONNRESET/),
    );
    expect(
      pair.broker
        .refusals()
        .slice(-2)
        .map(({ code }) => code),
    ).toEqual(['body-too-large', 'body-too-large']);
  });

  test('a token count is not served, and is no refusal either', async () => {
    const refused = pair.broker.refusals().length;
    const before = pair.model.requests.length;
    const { max_tokens: _cap, ...body } = plainBody;
    const reply = await pair.send(body, { path: '/v1/messages/count_tokens?beta=true' });
    expect(reply.status).toBe(404);
    expect(pair.broker.refusals().length).toBe(refused);
    expect(pair.model.requests.length).toBe(before);
  });
});

test('a request that fits the profile is answered', async () => {
  const reply = await pair.send(image(png));
  expect(reply.status).toBe(200);
});

test('the request limit counts what was refused, too', async () => {
  const limited = await startPair({ turns: [] }, { maxRequests: 2 });
  const statuses: number[] = [];
  for (const body of [plainBody, { ...plainBody, speed: 'fast' }, plainBody]) {
    statuses.push((await limited.send(body)).status);
  }
  expect(statuses).toEqual([200, 403, 402]);
  expect(limited.broker.refusals().at(-1)).toMatchObject({ code: 'too-many-requests' });
  await limited.close();
});

test('a budget that the worst case exceeds refuses with the numbers; a larger one does not', async () => {
  const outcome = async (budgetMicroUsd: number) => {
    const small = await startPair({ turns: [] }, { budgetMicroUsd });
    const reply = await small.send(plainBody);
    await small.close();
    return { status: reply.status, text: reply.text, asked: small.model.requests.length };
  };
  const refused = await outcome(20_000);
  expect(refused).toMatchObject({ status: 402, asked: 0 });
  expect(refused.text).toContain('budget is $0.02');
  expect(await outcome(40_000)).toMatchObject({ status: 200, asked: 1 });
});

test('a model without a price stops the broker before it listens', async () => {
  await expect(startPair({ turns: [] }, { models: ['claude-nonesuch-9'] })).rejects.toMatchObject({
    code: 'model-refused',
  });
});
