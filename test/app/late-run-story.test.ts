import { afterEach, describe, expect, test, vi } from 'vitest';
import { openStore } from '../../edge/store/store.ts';
import { makeWorld, succeeds, type World } from './world.ts';

/* A run that GitHub lists only after it was asked for again. */

const off = vi.hoisted(() => ({ stopping: false }));
vi.mock(import('../../app/stray-run.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    stopStray: (...all) => (off.stopping ? Promise.resolve('not-ours') : real.stopStray(...all)),
  };
});

const COMMAND = '/dispatch reviewer check the error handling';
/** So long the first run works unless it is stopped. */
const WORKS_MS = 6000;
/** A token lasts an hour, and what belongs to a dispatch shows itself within a minute. */
const HALF_AN_HOUR_MS = 1_800_000;

let world: World;
/** How far GitHub's clock is ahead. */
let ahead = 0;
afterEach(async () => {
  off.stopping = false;
  ahead = 0;
  await world.end();
});

/** The answer to the first dispatch is lost, and no list shows its run until `shown` says so. */
async function late(dispatches: number): Promise<void> {
  let runs = 0;
  world = await makeWorld({
    github: { now: () => Date.now() + ahead },
    async play(claims, order) {
      runs += 1;
      if (runs <= dispatches)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, WORKS_MS);
          order.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
        });
      return succeeds()(claims, order);
    },
  });
  world.github.faults.add({
    method: 'GET',
    path: /workflows\/[^/]+\/runs$/,
    respond: { alter: () => ({ total_count: 0, workflow_runs: [] }) },
  });
  world.github.faults.add({
    method: 'POST',
    path: /\/dispatches$/,
    times: dispatches,
    respond: 'reset-after-commit',
  });
}

const conclusions = () => world.github.runs.map(({ conclusion }) => conclusion);

async function reservations(): Promise<number> {
  await world.app.close();
  const store = openStore(world.stateFile);
  try {
    const [job] = await store.jobs.inThread(world.repository.id, world.issue.number, 10);
    expect(await store.jobs.open()).toEqual([]);
    return (await store.ledger.of(job?.jobId ?? ''))?.reserved ?? 0;
  } finally {
    await store.close();
  }
}

describe('a run that shows itself too late', () => {
  test('is stopped: of the two that were asked for one works to its end', async () => {
    await late(1);
    await world.says('wanda', COMMAND);
    expect(world.dispatches()).toHaveLength(2);
    expect(conclusions()).toEqual(['cancelled', 'success']);
    const answers = world.answers();
    expect(answers).toHaveLength(1);
    expect(answers[0]?.body).toContain('All errors are handled.');
    expect(await reservations()).toBe(1_000_000);
  });

  test('is stopped, too, when its job was given up', async () => {
    await late(2);
    await world.says('wanda', COMMAND);
    expect(world.dispatches()).toHaveLength(2);
    expect(conclusions()).toEqual(['cancelled', 'cancelled']);
    expect(world.answers()[0]?.body).toMatch(/could not be started/);
  });

  test('would work beside the other one if nobody stopped it', async () => {
    off.stopping = true;
    await late(1);
    await world.says('wanda', COMMAND);
    expect(conclusions()).toEqual(['success', 'success']);
  });

  test('a run that somebody starts by hand, or another app at another time, is left alone', async () => {
    await late(1);
    await world.says('wanda', COMMAND);
    const token = world.github.mintInstallationToken('acme/app');
    const inputs = { ticket: 'e30.e30.AA', head: 'x' };
    const before = world.github.runs.length;
    ahead = HALF_AN_HOUR_MS;
    await fetch(`${world.github.api}/repos/acme/app/actions/workflows/dispatch.yml/dispatches`, {
      method: 'POST',
      headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ref: 'main', inputs, return_run_details: true }),
    });
    await world.settle();
    const run = world.github.runs[before];
    expect(run?.createdAt).toBeGreaterThan(Date.now() + HALF_AN_HOUR_MS / 2);
    expect(run?.conclusion).not.toBe('cancelled');
    expect(world.logged.filter((line) => line.includes('turned up late'))).toHaveLength(1);
  });
});
