import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Settings } from '../../app/settings.ts';
import { NO_PACE } from '../../edge/github/pace-rules.ts';
import { openStore } from '../../edge/store/store.ts';
import { holedStore } from '../../lab/faults/app/holed-store.ts';
import { makeWorld, type World } from './world.ts';

/* What waits for GitHub is not lost: a command is carried out once when GitHub is there again. */

vi.setConfig({ testTimeout: 60_000 });

const COMMAND = '/dispatch reviewer check the error handling';
let world: World;
let skipped = 0;
afterEach(() => world.end());

/** The app in a world in which GitHub answers no call below this path. */
async function without(path: RegExp, settings: Partial<Settings> = {}): Promise<void> {
  skipped = 0;
  world = await makeWorld({ settings: { now: () => Date.now() + skipped, ...settings } });
  for (const method of ['GET', 'POST', 'PATCH'])
    world.github.faults.add({ method, path, respond: { status: 503 } });
}
/** But for its token. */
const withoutGitHub = () => without(/^\/repos\//);

const triedAgain = () => world.logged.filter((line) => line.includes('is tried again in'));

/** Lets so much time pass, and the app try again. */
async function later(seconds: number, tries: number): Promise<void> {
  skipped += seconds * 1000;
  await expect.poll(triedAgain, { timeout: 20_000 }).toHaveLength(tries);
}

test('a command waits while GitHub is away, and is then carried out once', async () => {
  await withoutGitHub();
  const comment = await world.says('wanda', COMMAND);
  expect(triedAgain()).toHaveLength(1);
  await later(10, 2);
  await later(30, 3);
  expect(world.answers()).toEqual([]);
  world.github.faults.clear();
  skipped += 120_000;
  await expect.poll(() => world.github.runs.length, { timeout: 20_000 }).toBe(1);
  await world.settle();
  expect(world.dispatches()).toHaveLength(1);
  expect(world.answers().map(({ body }) => body)).toEqual([
    expect.stringContaining('All errors are handled.'),
  ]);
  expect(comment.reactions.map(({ content }) => content)).toContain('rocket');
});

test('a restart waits on, and a day later nothing is tried any more', async () => {
  await withoutGitHub();
  await world.says('wanda', COMMAND);
  await world.restart();
  expect(triedAgain()).toHaveLength(1);
  skipped += 86_400_000;
  await expect
    .poll(() => world.logged.some((line) => / failed: /.test(line)), { timeout: 20_000 })
    .toBe(true);
  await world.app.close();
  const store = openStore(world.stateFile);
  expect(await store.inbox.unfinished()).toEqual([]);
  expect(await store.waiting()).toMatchObject({ deliveries: 0 });
  await store.close();
  expect(world.dispatches()).toEqual([]);
});

test('a command that was edited while it waited is withdrawn', async () => {
  await withoutGitHub();
  const comment = await world.says('wanda', COMMAND);
  world.github.faults.clear();
  world.github.editComment(comment.id, 'wanda', '/dispatch reviewer something else');
  await world.settle();
  skipped += 10_000;
  await sleep(2500);
  await world.settle();
  expect(world.dispatches()).toEqual([]);
});

describe('trouble that stops a command before its job', () => {
  test('is no reason to give it up, nor to say so: it is carried out as soon as the trouble is over', async () => {
    await without(/contents/);
    await world.says('wanda', COMMAND);
    expect(world.answers()).toEqual([]);
    world.github.faults.clear();
    skipped += 10_000;
    await expect.poll(() => world.github.runs.length, { timeout: 20_000 }).toBe(1);
    await world.settle();
    expect(world.answers().map(({ body }) => body)).toEqual([
      expect.stringContaining('All errors are handled.'),
    ]);
  });

  test('ablation: told at once, it would be lost', async () => {
    await without(/contents/, { storeAs: (store) => holedStore(store, ['impatience']) });
    await world.says('wanda', COMMAND);
    expect(world.answers().map(({ body }) => body)).toEqual([expect.stringMatching(/503[^]*few minutes/)]);
    expect(triedAgain()).toEqual([]);
  });

  test('that stays is told after three minutes, once, with what to do; then nothing is tried any more', async () => {
    await without(/contents/);
    await world.says('wanda', COMMAND);
    await later(10, 2);
    await later(30, 3);
    expect(world.answers()).toEqual([]);
    skipped += 120_000;
    await expect.poll(() => world.answers().length, { timeout: 20_000 }).toBe(1);
    await world.settle();
    expect(world.answers()[0]?.body).toMatch(/503[^]*few minutes/);
    // Our own advice must not look like something that was defused.
    expect(world.answers()[0]?.body).not.toMatch(/hxxp/);
    world.github.faults.clear();
    skipped += 3_600_000;
    await sleep(2500);
    await world.settle();
    expect(world.dispatches()).toEqual([]);
    expect(world.answers()).toHaveLength(1);
  });

  test('before a job could be greeted is told by the comment that could not be written', async () => {
    skipped = 0;
    const settings = { now: () => Date.now() + skipped, pause: () => sleep(50) };
    world = await makeWorld({ settings });
    // A try writes it three times.
    const path = /issues\/\d+\/comments$/;
    world.github.faults.add({ method: 'POST', path, respond: { status: 500 }, times: 12 });
    await world.says('wanda', COMMAND);
    await later(10, 2);
    await later(30, 3);
    skipped += 120_000;
    await expect.poll(() => world.answers().length, { timeout: 20_000 }).toBe(1);
    await world.settle();
    expect(world.answers()[0]?.body).toMatch(/could not be started|was not started/);
    expect(world.dispatches()).toEqual([]);
  });
});

test('a dispatch that GitHub refuses for a limit is asked for when it is over, and told by nobody as an end', async () => {
  skipped = 0;
  const pacing = { ...NO_PACE, pauseMs: 10, longestWaitMs: 500 };
  world = await makeWorld({ settings: { now: () => Date.now() + skipped, pacing } });
  const respond = { status: 429, headers: { 'retry-after': '5' } };
  world.github.faults.add({ method: 'POST', path: /dispatches$/, respond, times: 1 });
  await world.says('wanda', COMMAND);
  expect(triedAgain()).toHaveLength(1);
  expect(world.answers().map(({ body }) => body)).toEqual([expect.stringMatching(/about to start/)]);
  skipped += 10_000;
  await expect.poll(() => world.github.runs.length, { timeout: 20_000 }).toBe(1);
  await world.settle();
  expect(world.answers().map(({ body }) => body)).toEqual([
    expect.stringContaining('All errors are handled.'),
  ]);
  expect(world.github.runs).toHaveLength(1);
});
