import { afterEach, describe, expect, test, vi } from 'vitest';
import { $, abandoned, COMMAND, inStore, jobIds, kept, money, reservations } from './ledger-looks.ts';
import { goodResult, makeWorld, succeeds, zipOf, type World } from './world.ts';

/* No reservation outlives its job, however that ends (T19), and nobody else's run ends it (W06). */

vi.setConfig({ testTimeout: 60_000 });

let world: World;
afterEach(() => world.end());

test("a run that names another job's id settles its own reservation, and leaves the other's alone", async () => {
  let peer = '';
  world = await makeWorld({
    play: async (claims) => ({
      conclusion: 'success',
      artifacts: [
        {
          name: 'agent-dispatch',
          zip: await zipOf({ 'result.json': JSON.stringify(goodResult({ ...claims, job_id: peer })) }),
        },
      ],
    }),
  });
  peer = await abandoned(world);
  // In another thread: in this one the peer is open.
  const other = world.github.createIssue('acme/app', { title: 'It is slow too', author: 'wanda' });
  await world.says('wanda', COMMAND, other.number);
  expect(await kept(world, peer)).toMatchObject({ state: 'held', settled: 0 });
  expect(await reservations(world, other.number)).toEqual([
    expect.objectContaining({ state: 'settled', settled: $, basis: 'assumed' }),
  ]);
});

describe('what was reserved is released', () => {
  test('by the first sweep after the app was killed', async () => {
    world = await makeWorld();
    const id = await abandoned(world);
    expect(await kept(world, id)).toMatchObject({ state: 'held' });
    await world.restart();
    expect(await kept(world, id)).toMatchObject({ state: 'released', settled: 0 });
    expect(await money(world)).toEqual({ reserved: 0, spent: 0 });
  });

  test('when the job is cancelled before its run', async () => {
    world = await makeWorld();
    const id = await abandoned(world);
    await world.says('wanda', `/dispatch cancel ${id}`);
    expect(await inStore(world, ({ jobs }) => jobs.byId(id))).toMatchObject({ state: 'cancelled' });
    expect(await kept(world, id)).toMatchObject({ state: 'released', settled: 0 });
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
    expect(await reservations(world)).toEqual([expect.objectContaining({ state: 'released', settled: 0 })]);
  });

  test('when GitHub starts no run', async () => {
    world = await makeWorld();
    world.github.faults.add({ method: 'POST', path: /dispatches$/, respond: { status: 422 } });
    await world.says('wanda', COMMAND);
    expect(await reservations(world)).toEqual([expect.objectContaining({ state: 'released', settled: 0 })]);
  });
});

test('killed after it was reserved: one reservation, settled with the run that follows', async () => {
  world = await makeWorld();
  await world.killedAt('GET', /permission$/, 2, () => {
    world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
  });
  await world.restart();
  expect(world.dispatches()).toHaveLength(1);
  expect(await reservations(world)).toEqual([expect.objectContaining({ state: 'settled', settled: 10_000 })]);
  expect(await money(world)).toEqual({ reserved: 0, spent: 10_000 });
});

test('a result that has no place to go is settled all the same, and nothing stays held', async () => {
  world = await makeWorld({ play: succeeds({ cost_usd: 0.5 }) });
  const gone = { method: 'PATCH', path: /comments\/\d+$/, respond: { status: 404 } };
  world.github.faults.add(gone);
  await world.says('wanda', COMMAND);
  const [id = ''] = jobIds(world);
  await world.restart();
  expect(await inStore(world, ({ jobs }) => jobs.byId(id))).toMatchObject({ state: 'undeliverable' });
  expect(await reservations(world)).toEqual([
    expect.objectContaining({ state: 'settled', settled: 0.5 * $ }),
  ]);
});
