import { createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openFront, type Front } from '../../app/front.ts';

const SECRET = 'dummy-webhook-secret';
const PREVIOUS = 'dummy-previous-secret';
const sign = (body: string | Buffer, secret = SECRET) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

let front: Front;
let kept: { guid: string; event: string; body: Buffer }[];
let keep: () => boolean;

const open = (requestSeconds: number) =>
  openFront({
    host: '127.0.0.1',
    port: 0,
    webhookSecrets: [SECRET, PREVIOUS],
    requestSeconds,
    log: () => {},
    async keep(delivery) {
      const answer = keep();
      kept.push(delivery);
      return answer;
    },
  });

beforeEach(async () => {
  kept = [];
  keep = () => true;
  front = await open(10);
});
afterEach(() => front.close());

type Sent = { method?: string; path?: string; body?: string; headers?: Record<string, string | undefined> };

function post({ method = 'POST', path = '/api/github/webhooks', body = '{"a":1}', headers = {} }: Sent = {}) {
  const all = {
    'content-type': 'application/json',
    'x-github-delivery': randomUUID(),
    'x-github-event': 'issue_comment',
    'x-hub-signature-256': sign(body),
    ...headers,
  };
  const given = Object.entries(all).filter((header): header is [string, string] => header[1] !== undefined);
  return fetch(front.url + path, { method, headers: given, ...(method === 'GET' ? {} : { body }) });
}

test('a signed delivery is kept byte by byte and answered 202', async () => {
  const body = '{"text":"ünïcode \\u0000", "b" : [1,  2]}';
  expect((await post({ body })).status).toBe(202);
  expect(kept).toHaveLength(1);
  expect(kept[0]).toMatchObject({ event: 'issue_comment', guid: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(kept[0]?.body.toString()).toBe(body);
});

test('a delivery that was signed with the secret before is kept, too', async () => {
  const body = '{"a":1}';
  expect((await post({ body, headers: { 'x-hub-signature-256': sign(body, PREVIOUS) } })).status).toBe(202);
});

test('health is told without a signature', async () => {
  expect((await fetch(`${front.url}/healthz`)).status).toBe(200);
});

describe('kept from the inbox', () => {
  const body = '{"a":1}';
  test.each<[string, Sent, number]>([
    ['unsigned', { headers: { 'x-hub-signature-256': undefined } }, 401],
    ['signed with another secret', { headers: { 'x-hub-signature-256': sign(body, 'development') } }, 401],
    ['signed over another body', { headers: { 'x-hub-signature-256': sign('{"a":2}') } }, 401],
    ['a signature cut short', { headers: { 'x-hub-signature-256': sign(body).slice(0, -1) } }, 401],
    ['a signature in upper case', { headers: { 'x-hub-signature-256': sign(body).toUpperCase() } }, 401],
    [
      'SHA-1 only',
      {
        headers: {
          'x-hub-signature-256': undefined,
          'x-hub-signature': `sha1=${createHmac('sha1', SECRET).update(body).digest('hex')}`,
        },
      },
      401,
    ],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['no type', { headers: { 'content-type': 'text/plain' } }, 415],
    ['no delivery id', { headers: { 'x-github-delivery': undefined } }, 400],
    ['an odd delivery id', { headers: { 'x-github-delivery': '../../x' } }, 400],
    ['no event', { headers: { 'x-github-event': undefined } }, 400],
    ['an odd event', { headers: { 'x-github-event': 'Issue Comment' } }, 400],
    ['another path', { path: '/probot/import' }, 404],
    ['GET', { method: 'GET' }, 405],
  ])('%s', async (_, sent, status) => {
    expect((await post(sent)).status).toBe(status);
    expect(kept).toEqual([]);
  });
});

describe('a body', () => {
  const headers = (length?: number) => ({
    'content-type': 'application/json',
    'x-github-delivery': randomUUID(),
    'x-github-event': 'issue_comment',
    'x-hub-signature-256': sign('x'),
    ...(length === undefined ? {} : { 'content-length': length }),
  });

  test('announced as larger than 25 MiB is refused before it is sent', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(`${front.url}/api/github/webhooks`, {
        method: 'POST',
        headers: headers(25 * 1024 * 1024 + 1),
      });
      sent.on('response', (response) => resolve(response.statusCode));
      sent.on('error', reject);
      sent.flushHeaders();
    });
    expect(status).toBe(413);
  });

  test('that turns out larger than 25 MiB is not read to its end', async () => {
    const chunk = Buffer.alloc(1024 * 1024);
    let written = 0;
    const status = await new Promise<number | undefined>((resolve) => {
      const sent = request(`${front.url}/api/github/webhooks`, { method: 'POST', headers: headers() });
      const more = (): void => {
        written += 1;
        if (written < 60) sent.write(chunk, more);
      };
      sent.on('response', (response) => {
        resolve(response.statusCode);
        sent.destroy();
      });
      // The connection may be cut while we still write, before we could read the answer.
      sent.on('error', () => resolve(undefined));
      more();
    });
    expect([413, undefined]).toContain(status);
    expect(written).toBeLessThan(60);
    expect(kept).toEqual([]);
  });

  test('that trickles in is cut off', async () => {
    const impatient = await open(0.5);
    onTestFinished(() => impatient.close());
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(impatient.url).port), '127.0.0.1');
      let text = '';
      socket.on('data', (data) => (text += data.toString()));
      socket.on('close', () => resolve(text));
      const lines = Object.entries(headers(1000)).map(([name, value]) => `${name}: ${value}`);
      socket.write(`POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\n${lines.join('\r\n')}\r\n\r\n{`);
    });
    expect(answer).toMatch(/^(HTTP\/1\.1 408|$)/);
    expect(kept).toEqual([]);
  });

  test('whose JSON is broken is answered 400, after its signature', async () => {
    keep = () => false;
    expect((await post({ body: '{' })).status).toBe(400);
  });

  test('that cannot be kept is answered 503, so that GitHub shows it as failed', async () => {
    keep = () => {
      throw new Error('disk full');
    };
    const response = await post();
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('disk full');
  });
});
