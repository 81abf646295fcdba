import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startPostgres, type PostgresServer } from '../../lab/postgres/server.ts';
import { makeWorld, WEBHOOK_SECRET, type World } from './world.ts';

const COMMAND = '/dispatch reviewer check the error handling';

let server: PostgresServer;
let world: World;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.remove());
afterEach(() => world.end());

async function makeSharedWorld(): Promise<string> {
  const databaseUrl = await server.createDatabase();
  world = await makeWorld({
    settings: { databaseUrl, operatorPort: { host: '127.0.0.1', port: 0 } },
  });
  return databaseUrl;
}

const write = () => void world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);

async function send(url: string, payload: unknown): Promise<number> {
  const body = JSON.stringify(payload);
  const { status } = await fetch(`${url}/api/github/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-delivery': randomUUID(),
      'x-github-event': 'issue_comment',
      'x-hub-signature-256': `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`,
    },
    body,
  });
  return status;
}

/** One run, one comment, and the result in it. */
function expectOneAnswer(): void {
  expect(world.dispatches()).toHaveLength(1);
  expect(world.answers().map(({ body }) => body)).toEqual([
    expect.stringContaining('All errors are handled.'),
  ]);
}

test('a comment becomes a run, and its result the comment', async () => {
  await makeSharedWorld();
  await world.says('wanda', COMMAND);
  expectOneAnswer();
});

test('two replicas that both hear the same comments many times: each gets one run and one answer', async () => {
  await makeSharedWorld();
  const other = await world.another();
  world.github.setWebhook({ url: 'http://127.0.0.1:1/', secret: WEBHOOK_SECRET });
  // Of one agent one job is open in a thread.
  const threads = [world.issue, 'b', 'c'].map((issue) =>
    typeof issue === 'string'
      ? world.github.createIssue('acme/app', { title: issue, author: 'wanda' })
      : issue,
  );
  for (const { number } of threads) world.github.comment('acme/app', number, 'wanda', COMMAND);
  await world.github.idle();
  const payloads = world.github.deliveries
    .filter(({ event }) => event === 'issue_comment')
    .map(({ request }) => request.payload);
  expect(payloads).toHaveLength(3);
  world.github.setWebhook({ url: `${other.url}/api/github/webhooks`, secret: WEBHOOK_SECRET });
  const urls = [world.app.url, other.url, world.app.url, other.url];
  const statuses = await Promise.all(urls.flatMap((url) => payloads.map((payload) => send(url, payload))));
  expect(new Set(statuses)).toEqual(new Set([202]));
  await world.settle();
  expect(world.dispatches()).toHaveLength(3);
  const answers = threads.flatMap(({ number }) => world.answers(number));
  expect(answers).toHaveLength(3);
  for (const { body } of answers) expect(body).toContain('All errors are handled.');
});

test('told to stop, a replica ends what it has in hand; the next start tells the rest', async () => {
  const databaseUrl = await makeSharedWorld();
  const { appId, privateKey, ticketPrivateKey } = world.settings();
  await world.app.close();
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../app/server.ts', import.meta.url))], {
    env: {
      DISPATCH_APP_ID: appId,
      DISPATCH_PRIVATE_KEY: privateKey,
      DISPATCH_WEBHOOK_SECRET: WEBHOOK_SECRET,
      DISPATCH_TICKET_PRIVATE_KEY: ticketPrivateKey,
      DISPATCH_DATABASE_URL: databaseUrl,
      GITHUB_API_URL: world.github.api,
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const url = /http:\S+/.exec(line.toString())?.[0];
  world.github.setWebhook({ url: `${url}/api/github/webhooks`, secret: WEBHOOK_SECRET });
  world.github.faults.add({ method: 'POST', path: /dispatches$/, respond: { stallMs: 700 } });
  write();
  await vi.waitFor(() => expect(world.dispatches()).toHaveLength(1), 20_000);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(said).toBe('');
  await world.github.idle();
  world.github.faults.clear();
  await world.restart();
  expectOneAnswer();
});

test('the database is killed while a comment is worked on: one run, one answer', async () => {
  await makeSharedWorld();
  const ready = async () => (await fetch(`${world.app.operatorUrl}/readyz`)).status;
  expect(await ready()).toBe(200);
  world.github.faults.add({ method: 'POST', path: /dispatches$/, respond: { stallMs: 1500 } });
  write();
  await vi.waitFor(() => expect(world.dispatches()).toHaveLength(1), 20_000);
  await server.kill();
  expect(await ready()).toBe(503);
  const payload = world.github.deliveries[0]?.request.payload;
  expect(await send(world.app.url, payload)).toBe(503);
  const log = () => world.logged.join('\n');
  await vi.waitFor(() => expect(log()).toContain('a task waits for another try'), 20_000);
  await server.restart();
  await vi.waitFor(async () => expect(await ready()).toBe(200), 10_000);
  world.github.faults.clear();
  await world.settle();
  // What GitHub told of the run meanwhile was not kept, so it is found out.
  await world.restart();
  expectOneAnswer();
  const { password } = new URL(world.settings().databaseUrl ?? '');
  expect(log()).not.toContain(password);
});

/**
 * The next such change fails as if the server was shut down, and those after it do not: a sequence is no part of a
 * transaction.
 */
async function failOnce(databaseUrl: string, event: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`CREATE SEQUENCE dispatch.tries;
    CREATE FUNCTION dispatch.fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('dispatch.tries') = 1 THEN
        RAISE EXCEPTION 'terminating connection' USING ERRCODE = 'admin_shutdown';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER fail_once BEFORE ${event} FOR EACH ROW EXECUTE FUNCTION dispatch.fail_once()`);
  await client.end();
}

test.each([
  ['the job', 'INSERT ON jobs'],
  ['that its comment is about to be written', 'INSERT ON outbox'],
  ['that its run is asked for', 'UPDATE OF state ON jobs'],
  ['its run', 'UPDATE OF run_id ON jobs'],
  ['that the comment is done with', 'UPDATE OF state ON inbox'],
])(
  'the database is away when %s should be noted, and at once back: one run, one answer',
  async (_, event) => {
    const databaseUrl = await makeSharedWorld();
    await failOnce(databaseUrl, event);
    await world.says('wanda', COMMAND);
    expect(world.logged.join('\n')).toContain('a task waits for another try');
    await vi.waitFor(async () => {
      await world.settle();
      expectOneAnswer();
    }, 20_000);
  },
);

test('the database is away when a job is looked after: it is done at the next try, not at the next sweep', async () => {
  const databaseUrl = await makeSharedWorld();
  world.github.setWebhook({ url: 'http://127.0.0.1:1/', secret: WEBHOOK_SECRET });
  write();
  await world.github.idle();
  const heard = world.github.deliveries.find(({ event }) => event === 'issue_comment');
  expect(await send(world.app.url, heard?.request.payload)).toBe(202);
  await world.settle();
  expect(world.dispatches()).toHaveLength(1);
  expect(world.answers()[0]?.body).not.toContain('All errors are handled.');
  await failOnce(databaseUrl, 'UPDATE OF attempt ON jobs');
  await world.restart();
  expect(world.logged.join('\n')).toContain('a task waits for another try');
  await vi.waitFor(async () => {
    await world.settle();
    expectOneAnswer();
  }, 20_000);
});
