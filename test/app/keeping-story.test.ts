import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isForbiddenAddress } from '../../core/egress/forbidden-address.ts';
import { openStore } from '../../edge/store/store.ts';
import { makeWorld, succeeds, type World } from './world.ts';

let world: World;
const ends: (() => void)[] = [];
afterEach(async () => {
  await world.end();
  for (const end of ends.splice(0)) end();
});

/** A slow machine is no failure. */
const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 20_000, interval: 100 });

const DAY_MS = 86_400_000;
const COMMAND = '/dispatch reviewer look';

async function storeSays<T>(ask: (store: ReturnType<typeof openStore>) => Promise<T>): Promise<T> {
  const store = openStore(world.stateFile);
  try {
    return await ask(store);
  } finally {
    await store.close();
  }
}

test('an App that is uninstalled while a run is under way leaves nothing behind, and asks GitHub for nothing', async () => {
  let endRun: () => void = () => {};
  const gate = new Promise<void>((resolve) => (endRun = resolve));
  const play = succeeds();
  world = await makeWorld({ play: async (claims, order) => (await gate, play(claims, order)) });
  world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
  await soon(() => expect(world.dispatches()).toHaveLength(1));
  await soon(async () => expect(await storeSays((store) => store.jobs.open())).toHaveLength(1));
  world.github.uninstall('acme/app');
  await soon(async () => {
    const { jobs, waiting } = await storeSays((store) => store.counts());
    expect({ jobs, deliveries: waiting.deliveries }).toEqual({ jobs: [], deliveries: 0 });
  });
  const asked = world.github.requests.length;
  endRun();
  await world.restart();
  expect(world.github.requests.slice(asked).filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(world.logged.join('\n')).toContain('1 jobs');
});

test('what ended is forgotten after the days that the operator says, and its command is no new one then', async () => {
  let late = 0;
  world = await makeWorld({ settings: { retentionDays: 10, now: () => Date.now() + late } });
  const comment = await world.says('wanda', COMMAND);
  late = 9 * DAY_MS;
  await world.restart();
  expect((await storeSays((store) => store.counts())).jobs).toEqual([{ state: 'done', jobs: 1 }]);
  late = 11 * DAY_MS;
  await world.restart();
  expect((await storeSays((store) => store.counts())).jobs).toEqual([]);
  const first = world.github.deliveries.find(({ event }) => event === 'issue_comment');
  expect(comment.id).toBeGreaterThan(0);
  world.github.redeliver(first?.id ?? 0);
  await world.settle();
  expect(world.dispatches()).toHaveLength(1);
});

describe('the end of a job is told', () => {
  test('once, signed, to an address of the operator, and again when it was not taken', async () => {
    const receiver = await startReceiver([500, 200]);
    const notify = { url: receiver.url, secret: 'dummy-notify-secret', world: receiver.world };
    let late = 0;
    world = await makeWorld({ settings: { notify, now: () => Date.now() + late } });
    await world.says('wanda', COMMAND);
    await soon(() => expect(receiver.heard).toHaveLength(1));
    late = 60_000;
    await soon(() => expect(receiver.heard).toHaveLength(2));
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(receiver.heard).toHaveLength(2);
    const [, told] = receiver.heard;
    expect(JSON.parse(told?.body ?? '')).toMatchObject({
      version: 1,
      agent: 'reviewer',
      actor: 'wanda',
      state: 'done',
      repository: 'acme/app',
    });
    const { headers = {}, body = '' } = told ?? {};
    const stamp = String(headers['x-dispatch-timestamp']);
    const mac = createHmac('sha256', notify.secret).update(`${stamp}.${body}`).digest('hex');
    expect(headers['x-dispatch-signature']).toBe(`sha256=${mac}`);
    expect(receiver.heard[0]?.headers['x-dispatch-delivery']).toBe(headers['x-dispatch-delivery']);
  });

  test.each(['localhost', '127.0.0.1', '[::1]'])(
    'never to %s, or any other private address',
    async (host) => {
      const receiver = await startReceiver([200]);
      const url = `https://${host}:${receiver.port}/`;
      const real = { isForbidden: isForbiddenAddress, ca: receiver.world.ca };
      world = await makeWorld({ settings: { notify: { url, secret: 'dummy-notify-secret', world: real } } });
      await world.says('wanda', COMMAND);
      const refused = /was not taken .* not .*on the internet|not to the internet/;
      await soon(() => expect(world.logged.join('\n')).toMatch(refused));
      expect(receiver.heard).toEqual([]);
    },
  );
});

/** An HTTPS server on loopback that answers with these statuses, one after the other. */
async function startReceiver(statuses: number[]) {
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-notify-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert, ...subject], {
    stdio: 'ignore',
  });
  const heard: { headers: Record<string, unknown>; body: string }[] = [];
  const pem = readFileSync(cert, 'utf8');
  const server: Server = createServer({ key: readFileSync(key), cert: pem }, (request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      response.writeHead(statuses[heard.length - 1] ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  const { port } = server.address() as AddressInfo;
  const world = { isForbidden: () => false, ca: pem };
  return { url: `https://localhost:${port}/told`, port, heard, world };
}
