import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Settings } from '../../app/settings.ts';
import type { Task } from '../../edge/store/queue.ts';
import type { Store } from '../../edge/store/store.ts';
import { startPostgres, type PostgresServer } from '../../lab/postgres/server.ts';
import type { JobProgress } from '../../lab/runner/job-progress.ts';
import type { JobOrder, JobOutcome } from '../../lab/runner/job-order.ts';
import { commitInto } from '../bare-repository.ts';
import { makeWorld, succeeds, type World } from './world.ts';

/* What people see while a run is under way. The clock is ours: a run of an hour takes as long as its news. */

vi.setConfig({ testTimeout: 120_000 });

const COMMAND = '/dispatch reviewer check the error handling';
const SECOND = 1000;
/** GitHub's word for a job that its `timeout-minutes` ended; no runner of ours says it. */
const TIMED_OUT = { conclusion: 'timed_out' } as unknown as Partial<JobOutcome>;

let world: World;
afterEach(() => world.end());

/** A clock that goes on when it is told to. */
function handClock() {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  return { now, pass: (milliseconds: number) => void (ahead += milliseconds) };
}

const step = (number: number, name: string, status: JobProgress['status']) => ({
  number,
  name,
  status,
  conclusion: null,
  startedAt: null,
  completedAt: null,
});

/** The job of a run that is at its second step. */
const atStep = (name: string): JobProgress => ({
  name: 'agent',
  status: 'in_progress',
  conclusion: null,
  startedAt: Date.now(),
  completedAt: null,
  steps: [
    step(1, 'Set up job', 'completed'),
    step(2, name, 'in_progress'),
    step(3, 'Complete job', 'queued'),
  ],
});

type Under = {
  clock: ReturnType<typeof handClock>;
  /** The order of the run, to tell how far it is. */
  order: () => JobOrder;
  ends: (outcome?: Partial<JobOutcome>) => void;
  number: number;
  /** Writes the command. */
  ask: () => void;
};

/** A run of a pull request that was asked for, and ends when it is told to. */
async function askedFor(settings: Partial<Settings> = {}, clock = handClock(), github = {}): Promise<Under> {
  const end = Promise.withResolvers<Partial<JobOutcome> | undefined>();
  const orders: JobOrder[] = [];
  world = await makeWorld({
    github,
    settings: { now: clock.now, tellsProgress: true, ...settings },
    async play(claims, order) {
      orders.push(order);
      order.onJob?.(atStep('Run the agent'));
      const stopped = new Promise<Partial<JobOutcome>>((resolve) =>
        order.signal.addEventListener('abort', () => resolve({ conclusion: 'cancelled' }), { once: true }),
      );
      return (await Promise.race([end.promise, stopped])) ?? succeeds()(claims, order);
    },
  });
  const headSha = await commitInto(world.gitDir, { change: { 'a.ts': '1\n' }, from: 'main', onto: 'topic' });
  const pull = { title: 'Faster', author: 'rita', headSha };
  const { number } = await world.github.createPullRequest('acme/app', pull);
  return {
    clock,
    order: () => orders[0]!,
    ends: (outcome) => end.resolve(outcome),
    number,
    ask: () => world.github.comment('acme/app', number, 'wanda', COMMAND),
  };
}

/** The same, under way. */
async function underWay(...given: Parameters<typeof askedFor>): Promise<Under> {
  const run = await askedFor(...given);
  run.ask();
  await expect.poll(() => world.answers(run.number)[0]?.body, { timeout: 30_000 }).toContain('is working');
  await expect.poll(() => check()?.status, { timeout: 30_000 }).toBe('in_progress');
  return run;
}

const check = () => world.github.listChecks('acme/app')[0];
const edits = (number: number) => (world.answers(number)[0]?.revisions.length ?? 0) - 1;
const bodies = (number: number) => world.answers(number)[0]?.revisions.map(({ body }) => body) ?? [];
/** Lets the time go on until there is news. */
async function news({ clock, number }: Under, milliseconds: number): Promise<string> {
  const before = edits(number);
  clock.pass(milliseconds);
  await expect.poll(() => edits(number), { timeout: 30_000, interval: 20 }).toBe(before + 1);
  await world.app.idle();
  return world.answers(number)[0]?.body ?? '';
}
/** A second of the machine's own time, in which the app looks for news. */
const looks = async () => {
  await sleep(1300);
  await world.app.idle();
};

describe('while a run is under way', () => {
  test('its comment and its check say the time, the step and the budget; then its end', async () => {
    const run = await underWay();
    const first = await news(run, 12 * SECOND);
    expect(first).toMatch(/After [1-5]\d s: `agent` is at step 2 of 3, `Run the agent`\. It may cost \\\$\d/);
    expect(check()).toMatchObject({ status: 'in_progress', title: 'At work: step 2 of 3' });
    expect(check()?.summary).toMatch(/After [1-5]\d s: `agent` is at step 2 of 3/);
    run.order().onJob?.(atStep('Hand over @wanda `x`'));
    const second = await news(run, 60 * SECOND);
    expect(second).toMatch(/After 1 min \d+ s: /);
    expect(second).toContain('Hand over @wanda');
    expect(second).not.toMatch(/^[^`]*Hand over @wanda/m);
    run.ends();
    await world.settle();
    expect(world.answers(run.number)).toHaveLength(1);
    expect(world.answers(run.number)[0]?.body).toContain('All errors are handled.');
    expect(check()).toMatchObject({ status: 'completed', conclusion: 'success', title: 'Done' });
  });

  test('they are told at most every ten seconds, and less often the longer it runs', async () => {
    const clock = handClock();
    // GitHub's tokens are good for an hour of its time.
    const run = await underWay({}, clock, { now: clock.now });
    await looks();
    const began = edits(run.number);
    run.clock.pass(2 * SECOND);
    await looks();
    expect(edits(run.number)).toBe(began);
    await news(run, 10 * SECOND);
    await news(run, 1500 * SECOND);
    const later = edits(run.number);
    run.clock.pass(50 * SECOND);
    await looks();
    expect(edits(run.number)).toBe(later);
    await news(run, 40 * SECOND);
    const times =
      world
        .answers(run.number)[0]
        ?.revisions.slice(1)
        .map(({ at }) => at) ?? [];
    for (const [index, at] of times.slice(1).entries())
      expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(10 * SECOND);
  });

  test('they say that no runner has it yet, and see it begin though nobody told so', async () => {
    const run = await askedFor();
    // The news that it began gets lost.
    world.github.faults.add({
      method: 'POST',
      path: /\/dispatches$/,
      respond: {
        arrived() {
          world.github.setWebhook(null);
        },
      },
    });
    run.ask();
    await expect.poll(() => world.dispatches().length, { timeout: 30_000 }).toBe(1);
    await expect.poll(() => run.order(), { timeout: 30_000 }).toBeDefined();
    await world.app.idle();
    run.order().onJob?.({ ...atStep('x'), status: 'queued', steps: [] });
    const waiting = await news(run, 12 * SECOND);
    expect(waiting).toMatch(/is about to start[^]*After [1-5]\d s: no runner has taken the run yet\./);
    expect(check()).toMatchObject({ status: 'queued', title: 'Waiting for a runner' });
    run.order().onJob?.(atStep('Run the agent'));
    expect(await news(run, 12 * SECOND)).toMatch(/is working[^]*is at step 2 of 3/);
    expect(check()).toMatchObject({ status: 'in_progress', title: 'At work: step 2 of 3' });
    run.ends();
    await world.github.idle();
    await world.restart();
    expect(bodies(run.number).at(-1)).toContain('All errors are handled.');
  });

  test('nothing is told with little left of what GitHub lets us write, and the end still is', async () => {
    const run = await underWay({
      pacing: {
        limits: [{ most: 12, within: 3_600_000 }],
        longestWaitMs: 60_000,
        pauseMs: 0,
        circuit: { failures: Infinity, openMs: 0 },
        retryMs: 20,
        jitterMs: 0,
      },
    });
    const writes = () =>
      world.github.requests.filter(
        ({ method, tokenKind }) => method !== 'GET' && tokenKind === 'installation',
      ).length;
    for (let minute = 0; minute < 20; minute += 1) {
      run.clock.pass(60 * SECOND);
      await sleep(100);
    }
    await looks();
    expect(writes()).toBeLessThanOrEqual(10);
    expect(edits(run.number)).toBeGreaterThan(1);
    run.clock.pass(3600 * SECOND);
    run.ends();
    await world.settle();
    expect(world.answers(run.number)[0]?.body).toContain('All errors are handled.');
  });
});

describe('the end of a run is the last word', () => {
  test.each<[string, Partial<JobOutcome>, RegExp, string]>([
    ['it fails', { conclusion: 'failure' }, /failed/, 'failure'],
    ['it is cancelled on GitHub', { conclusion: 'cancelled' }, /was cancelled/, 'cancelled'],
    ['its time is over', TIMED_OUT, /ran out of time/, 'timed_out'],
  ])('when %s', async (_, outcome, words, conclusion) => {
    const run = await underWay();
    await news(run, 11 * SECOND);
    run.ends(outcome);
    await world.settle();
    const told = edits(run.number);
    run.clock.pass(3600 * SECOND);
    await looks();
    expect(edits(run.number)).toBe(told);
    expect(world.answers(run.number)[0]?.body).toMatch(words);
    expect(check()).toMatchObject({ status: 'completed', conclusion });
  });

  test('when the app died while the progress was told, and was started again after the end', async () => {
    const run = await underWay();
    await news(run, 11 * SECOND);
    world.github.setWebhook(null);
    await world.app.close();
    run.ends({ conclusion: 'failure' });
    await world.github.idle();
    run.clock.pass(600 * SECOND);
    await world.restart();
    expect(world.answers(run.number)[0]?.body).toMatch(/failed/);
    expect(check()).toMatchObject({ status: 'completed', conclusion: 'failure' });
    const told = edits(run.number);
    run.clock.pass(600 * SECOND);
    await looks();
    expect(edits(run.number)).toBe(told);
  });

  test('and what somebody asked for is not written over before it comes', async () => {
    const run = await underWay();
    // GitHub takes its time to stop a run.
    world.github.faults.add({ method: 'POST', path: /\/cancel$/, respond: { status: 202, body: {} } });
    world.github.comment('acme/app', run.number, 'wanda', '/dispatch cancel');
    await expect.poll(() => bodies(run.number).at(-1), { timeout: 30_000 }).toContain('is being stopped');
    const told = edits(run.number);
    run.clock.pass(600 * SECOND);
    await looks();
    expect(edits(run.number)).toBe(told);
    run.ends({ conclusion: 'cancelled' });
    await world.settle();
    expect(bodies(run.number).at(-1)).toContain('was cancelled');
    expect(check()).toMatchObject({ status: 'completed', conclusion: 'cancelled' });
  });
});

/**
 * The end of a run comes while its progress is under way to GitHub, which goes on after `pause`; what the comment says
 * then. The usual pause is long enough for an end that waits for nothing.
 */
async function overtaken(
  settings: Partial<Settings> = {},
  pause: (number: number) => Promise<unknown> = () => sleep(1000),
): Promise<string[]> {
  const run = await underWay(settings);
  const [go, arrived] = [Promise.withResolvers<undefined>(), Promise.withResolvers<void>()];
  const hold = () => (arrived.resolve(), go.promise);
  world.github.faults.add({
    method: 'PATCH',
    path: /issues\/comments\/\d+$/,
    times: 1,
    respond: { arrived: hold },
  });
  run.clock.pass(11 * SECOND);
  await arrived.promise;
  run.ends();
  await world.github.idle();
  await pause(run.number);
  go.resolve(undefined);
  await world.settle();
  return bodies(run.number);
}

/** A store that queues progress in another way. */
const queueing =
  (add: (task: Task, queue: Store['queue']) => Promise<void>): NonNullable<Settings['storeAs']> =>
  (store) => ({
    ...store,
    queue: {
      ...store.queue,
      add: (task, sql) => (task.kind === 'progress' ? add(task, store.queue) : store.queue.add(task, sql)),
    },
  });

describe('progress that is under way when the end comes', () => {
  test('reaches GitHub before it', async () => {
    const said = await overtaken();
    expect(said.at(-1)).toContain('All errors are handled.');
    expect(said.at(-2)).toContain('After ');
  });

  test('ablation: outside the queue of its repository it comes after, and the end is gone', async () => {
    const storeAs = queueing((task, queue) => queue.add({ ...task, lane: -1 }));
    const said = await overtaken({ storeAs }, (number) =>
      expect.poll(() => bodies(number).at(-1)).toContain('All errors are handled.'),
    );
    expect(said.at(-2)).toContain('All errors are handled.');
    expect(said.at(-1)).toContain('After ');
  });

  test('and was not begun, changes nothing any more', async () => {
    const late: (() => Promise<void>)[] = [];
    const run = await underWay({
      storeAs: queueing(async (task, queue) => void late.push(() => queue.add(task))),
    });
    run.clock.pass(11 * SECOND);
    await expect.poll(() => late.length, { timeout: 30_000 }).toBe(1);
    run.ends();
    await world.settle();
    const told = bodies(run.number);
    for (const come of late) await come();
    await world.settle();
    expect(bodies(run.number)).toEqual(told);
    expect(told.at(-1)).toContain('All errors are handled.');
  });
});

describe('several replicas', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());

  test('tell the progress of a run as often as one', async () => {
    const clock = handClock();
    const run = await underWay({ databaseUrl: await server.createDatabase() }, clock, { now: clock.now });
    await world.another();
    await world.another();
    for (const _ of Array.from({ length: 3 })) {
      await news(run, 11 * SECOND);
      await looks();
    }
    const times =
      world
        .answers(run.number)[0]
        ?.revisions.slice(1)
        .map(({ at }) => at) ?? [];
    expect(times.length).toBeGreaterThanOrEqual(4);
    for (const [index, at] of times.slice(1).entries())
      expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(10 * SECOND);
    run.ends();
    await world.settle();
    expect(bodies(run.number).at(-1)).toContain('All errors are handled.');
  });
});
