import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { makeWorld, WEBHOOK_SECRET, type World } from './world.ts';

/* What GitHub could not deliver is found and asked for again. */

let world: World;
let later = 0;
afterEach(() => world.end());

const COMMAND = '/dispatch reviewer check the error handling';
const MINUTE = 60_000;
const DAY = 86_400_000;

async function open(settings: Parameters<typeof makeWorld>[0] = {}): Promise<void> {
  later = 0;
  world = await makeWorld({ settings: { now: () => Date.now() + later, ...settings.settings } });
}

/** A command that is written while nobody listens. */
async function missed(body = COMMAND): Promise<void> {
  await world.app.close();
  world.github.comment('acme/app', world.issue.number, 'wanda', body);
  await world.github.idle();
}

const asked = () => world.github.requests.filter(({ path }) => path.endsWith('/attempts'));

describe('a delivery that GitHub could not make', () => {
  test('is asked for again and worked on, once', async () => {
    await open();
    await missed();
    later = 2 * MINUTE;
    await world.restart();
    expect(asked()).toHaveLength(1);
    expect(world.answers()[0]?.body).toContain('All errors are handled.');
    later = 8 * MINUTE;
    await world.restart();
    expect(asked()).toHaveLength(1);
    expect(world.dispatches()).toHaveLength(1);
    expect(world.answers()).toHaveLength(1);
  });

  test('is left alone while it may still be under way', async () => {
    await open();
    await missed();
    await world.restart();
    expect(asked()).toEqual([]);
    expect(world.dispatches()).toEqual([]);
  });

  test('is asked for later when GitHub does not answer now', async () => {
    await open();
    await missed();
    later = 2 * MINUTE;
    world.github.faults.add({ method: 'POST', path: /attempts$/, respond: { status: 403 }, times: 1 });
    await world.restart();
    expect(world.dispatches()).toEqual([]);
    await world.restart();
    expect(world.dispatches()).toHaveLength(1);
  });

  test('is found behind several pages', async () => {
    await open();
    await missed();
    world.github.createUser('echo', 'Bot');
    for (let count = 0; count < 120; count += 1)
      world.github.comment('acme/app', world.issue.number, 'echo', `comment ${count}`);
    await world.github.idle();
    later = 2 * MINUTE;
    await world.restart();
    expect(world.github.requests.filter(({ query }) => query['cursor'] !== undefined)).toHaveLength(1);
    expect(world.dispatches()).toHaveLength(1);
  });
});

test('a delivery that was acknowledged and then lost with the disk is asked for again', async () => {
  await open();
  await world.says('rita', 'Hello.');
  await world.app.close();
  // A front that says 202 and keeps nothing.
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  world.github.setWebhook({ url: `http://127.0.0.1:${port}/`, secret: WEBHOOK_SECRET });
  world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
  await world.github.idle();
  server.close();
  later = 2 * MINUTE;
  await world.restart();
  expect(asked()).toHaveLength(1);
  expect(world.dispatches()).toHaveLength(1);
});

test('a store that knows nothing asks for nothing: another may have worked on it', async () => {
  await open();
  await world.says('wanda', COMMAND);
  later = 2 * MINUTE;
  await world.loseStore();
  later = 20 * MINUTE;
  await world.restart();
  expect(asked()).toEqual([]);
  expect(world.dispatches()).toHaveLength(1);
});

describe('a time that was too long', () => {
  const told = async (path: string) => (await fetch(`${world.app.operatorUrl}${path}`)).text();
  const operatorPort = { host: '127.0.0.1', port: 0 };

  test.each([
    ['two days', 2, [], /^ready\n$/],
    ['four days', 4, [/down for 4\.0 days/], /^ready, but .*down for 4\.0 days/],
  ])('%s without the app', async (_, days, alarms, ready) => {
    await open({ settings: { operatorPort } });
    await world.app.close();
    later = days * DAY;
    await world.restart();
    expect(await told('/metrics')).toMatch(new RegExp(`dispatch_down_seconds ${days * 86_400}`));
    expect(await told('/readyz')).toMatch(ready);
    const log = world.logged.filter((line) => line.includes('ALARM'));
    expect(log).toEqual(alarms.map((words) => expect.stringMatching(words) as string));
  });
});
