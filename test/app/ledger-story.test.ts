import { afterEach, describe, expect, test, vi } from 'vitest';
import { eachWindow } from '../../core/ledger/windows.ts';
import type { Settings } from '../../app/settings.ts';
import type { Reservation } from '../../edge/store/ledger.ts';
import { openStore, type Store } from '../../edge/store/store.ts';
import { newJob } from '../edge/store/conformance/bench.ts';
import { FILES, goodResult, makeWorld, succeeds, zipOf, type Play, type World } from './world.ts';

/* What runs may cost together, and that nobody's word makes it more, or less than nothing (W06, T19). */

vi.setConfig({ testTimeout: 60_000 });

const $ = 1_000_000;
const COMMAND = '/dispatch reviewer check the error handling';
const capped = (budgets: string) => ({
  ...FILES,
  '.github/dispatch.yml': `${FILES['.github/dispatch.yml']}budgets: ${budgets}\n`,
});

let world: World;
afterEach(() => world.end());

/** Looks into the store, beside the app. */
async function inStore<T>(look: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore(world.stateFile);
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

/** Amounts stand in back-quotes, so that no `$` makes a formula. */
const plain = (body = '') => body.replaceAll(/[`\\]/g, '');

const jobIds = () => world.answers().flatMap(({ body }) => /agent-dispatch job=(\w+)/.exec(body)?.[1] ?? []);
const reservations = () =>
  inStore(async ({ ledger }) => {
    const found: (Reservation | null)[] = [];
    for (const id of jobIds()) found.push(await ledger.of(id));
    return found;
  });
const money = () => inStore(async (store) => (await store.counts()).money);

/** A run that lasts until somebody stops it. */
const lasting: Play = (_claims, { signal }) =>
  new Promise((resolve) => {
    const end = () => resolve({ conclusion: 'cancelled' });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

/** Two commands for two agents, the second while the run of the first goes on: the bodies of their comments. */
async function two(files: Record<string, string>, settings: Partial<Settings> = {}): Promise<string[]> {
  world = await makeWorld({ files, play: lasting, settings });
  const bodies = () => world.answers().map(({ body }) => body);
  const say = (agent: string) =>
    world.github.comment('acme/app', world.issue.number, 'wanda', `/dispatch ${agent} check it`);
  say('reviewer');
  await expect.poll(() => bodies()[0], { timeout: 30_000 }).toMatch(/is working|not started/);
  say('helper');
  await expect.poll(() => bodies()[1], { timeout: 30_000 }).toMatch(/is working|not started/);
  const told = bodies();
  world.github.runs.forEach((run) => run.abort.abort());
  await world.settle();
  return told;
}

describe('a run', () => {
  test('is told with its cost, and what is left of the day', async () => {
    world = await makeWorld({ files: capped('{ user_per_day: 1.5, repository_per_day: $20 }') });
    await world.says('wanda', COMMAND);
    expect(plain(world.answers()[0]?.body)).toMatch(
      /Budget: \$0\.01 of the \$1\.00 reserved · left on \d{4}-\d\d-\d\d \(UTC\): \$1\.49 of \$1\.50 for wanda, \$19\.99 of \$20\.00 for this repository/,
    );
    expect(await money()).toEqual({ reserved: 0, spent: 10_000 });
    await world.says('wanda', `/dispatch status ${jobIds()[0]}`);
    expect(plain(world.answers().at(-1)?.body)).toContain('**Budget:** $0.01 of the $1.00 reserved.');
  });

  test('that does not fit beside those under way is refused with the numbers', async () => {
    const [, refused] = await two(capped('{ user_per_day: 1.5 }'));
    expect(plain(refused)).toMatch(
      /not started[^]*user_per_day.* is \$1\.50: \$0\.00 are spent, \$1\.00 are reserved.*\$1\.00\./,
    );
    expect(plain(refused)).toMatch(/until \d{4}-\d\d-\d\d \(UTC\)/);
    expect(world.dispatches()).toHaveLength(1);
    expect((await reservations())[1]).toBeNull();
  });

  test('starts beside the other without the cap', async () => {
    await two(FILES);
    expect(world.dispatches()).toHaveLength(2);
  });

  test("is under the operator's caps, whatever the repository allows", async () => {
    const operator = { budgets: { installation_per_month: 1.99 } };
    const [first, second] = await two(capped('{ user_per_day: 100, repository_per_day: 100 }'), { operator });
    expect(first).toContain('is working');
    expect(second).toContain('installation_per_month');
  });
});

describe('what a run says of its cost', () => {
  const leaves =
    (cost: string): Play =>
    async (claims) => ({
      conclusion: 'success',
      artifacts: [
        {
          name: 'agent-dispatch',
          zip: await zipOf({
            'result.json': JSON.stringify(goodResult(claims)).replace(
              '"cost_usd":0.01',
              `"cost_usd":${cost}`,
            ),
          }),
        },
      ],
    });

  test.each([
    ['-5', $, 'assumed'],
    ['NaN', $, 'assumed'],
    ['1e309', $, 'assumed'],
    ['9007199254740993', $, 'assumed'],
    ['null', $, 'assumed'],
    ['"0"', $, 'assumed'],
    ['99999', $, 'bounded'],
    ['0.25', 0.25 * $, 'reported'],
  ])('as %s is settled within its reservation', async (cost, settled, basis) => {
    world = await makeWorld({ play: leaves(cost) });
    await world.says('wanda', COMMAND);
    expect(await reservations()).toEqual([
      expect.objectContaining({ state: 'settled', reserved: $, settled, basis }),
    ]);
    expect(await money()).toEqual({ reserved: 0, spent: settled });
    expect(plain(world.answers()[0]?.body)).toMatch(/Budget: (all|\$0\.25) of the \$1\.00 reserved/);
  });
});

describe('what was reserved is released', () => {
  /** A job that was reserved and left there: the app died before it asked for the run. */
  const abandoned = () =>
    inStore(async ({ jobs, ledger }) => {
      const { repository, issue, github } = world;
      const { job } = await jobs.accept(
        newJob({
          repositoryId: repository.id,
          repository: 'acme/app',
          installationId: github.installationId('acme/app'),
          issueNumber: issue.number,
          actor: 'wanda',
        }),
      );
      await ledger.reserve(job, { amount: $, caps: eachWindow(() => null) });
      return job.jobId;
    });
  const kept = (id: string) => inStore(({ ledger }) => ledger.of(id));

  test('by the first sweep after the app was killed', async () => {
    world = await makeWorld();
    const id = await abandoned();
    expect(await kept(id)).toMatchObject({ state: 'held' });
    await world.restart();
    expect(await kept(id)).toMatchObject({ state: 'released', settled: 0 });
    expect(await money()).toEqual({ reserved: 0, spent: 0 });
  });

  test('when the job is cancelled before its run', async () => {
    world = await makeWorld();
    const id = await abandoned();
    await world.says('wanda', `/dispatch cancel ${id}`);
    expect(await inStore(({ jobs }) => jobs.byId(id))).toMatchObject({ state: 'cancelled' });
    expect(await kept(id)).toMatchObject({ state: 'released', settled: 0 });
  });

  test('when the right to start it was taken away meanwhile', async () => {
    world = await makeWorld();
    let asked = 0;
    world.github.faults.add({
      method: 'GET',
      path: /permission$/,
      respond: {
        alter(body) {
          asked += 1;
          if (asked === 2) world.github.setRole('acme/app', 'wanda', 'read');
          return asked === 2 ? { ...(body as object), permission: 'read', role_name: 'read' } : body;
        },
      },
    });
    await world.says('wanda', COMMAND);
    expect(world.dispatches()).toEqual([]);
    expect(await reservations()).toEqual([expect.objectContaining({ state: 'released', settled: 0 })]);
  });

  test('when GitHub starts no run', async () => {
    world = await makeWorld();
    world.github.faults.add({ method: 'POST', path: /dispatches$/, respond: { status: 422 } });
    await world.says('wanda', COMMAND);
    expect(await reservations()).toEqual([expect.objectContaining({ state: 'released', settled: 0 })]);
  });
});

test('killed after it was reserved: one reservation, settled with the run that follows', async () => {
  world = await makeWorld();
  await world.killedAt('GET', /permission$/, 2, () => {
    world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
  });
  await world.restart();
  expect(world.dispatches()).toHaveLength(1);
  expect(await reservations()).toEqual([expect.objectContaining({ state: 'settled', settled: 10_000 })]);
  expect(await money()).toEqual({ reserved: 0, spent: 10_000 });
});

test('a result that has no place to go is settled all the same, and nothing stays held', async () => {
  world = await makeWorld({ play: succeeds({ cost_usd: 0.5 }) });
  const gone = { method: 'PATCH', path: /comments\/\d+$/, respond: { status: 404 } };
  world.github.faults.add(gone);
  await world.says('wanda', COMMAND);
  const [id = ''] = jobIds();
  await world.restart();
  expect(await inStore(({ jobs }) => jobs.byId(id))).toMatchObject({ state: 'undeliverable' });
  expect(await reservations()).toEqual([expect.objectContaining({ state: 'settled', settled: 0.5 * $ })]);
});
