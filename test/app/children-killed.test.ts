import { afterEach, expect, test, vi } from 'vitest';
import { $, reservations } from './ledger-looks.ts';
import { COMMAND, job, jobsOf, leading, makeTeamWorld, tickets, toldOf } from './children-world.ts';
import type { World } from './world.ts';

/* Whatever is lost or killed while a run's jobs are made and started: each of them is there once, and runs once. */

// Every test starts a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let world: World;
afterEach(() => world.end());

async function expectOnce(): Promise<void> {
  expect(tickets(world).map(({ agent }) => agent)).toEqual(['lead', 'helper', 'painter']);
  const jobs = await jobsOf(world);
  expect(jobs.map(({ agent, state }) => [agent, state])).toEqual([
    ['lead', 'done'],
    ['helper', 'done'],
    ['painter', 'done'],
  ]);
  expect(world.answers()).toHaveLength(3);
  for (const { agent, jobId } of jobs.slice(1)) {
    expect(toldOf(world, agent)).toContain(`${agent} is done`);
    expect(toldOf(world, 'lead')).toContain(jobId);
  }
  expect((await reservations(world)).map((one) => one?.reserved)).toEqual([2 * $, 0.75 * $, 0.75 * $]);
}

test.each<[string, string, RegExp, number | RegExp]>([
  ['written the comment of the first job', 'POST', /issues\/\d+\/comments$/, /helper/],
  ['written the comment of the second job', 'POST', /issues\/\d+\/comments$/, /painter/],
  ['told the end of the run', 'PATCH', /comments\/\d+$/, /Handed on/],
  ['asked for the run of the first job', 'POST', /\/dispatches$/, 2],
  ['asked for the run of the second job', 'POST', /\/dispatches$/, 3],
])('killed when it had %s', async (_, method, path, nth) => {
  world = await makeTeamWorld(leading([job('helper'), job('painter')]));
  await world.killedAt(method, path, nth, () => {
    world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
  });
  await world.restart();
  await world.restart();
  await expectOnce();
});

test('the end of the run, told again, starts nothing again', async () => {
  world = await makeTeamWorld(leading([job('helper'), job('painter')]));
  await world.says('wanda', COMMAND);
  await expectOnce();
  const ends = world.github.deliveries.filter(({ event }) => event === 'workflow_run');
  for (const { id } of ends) world.github.redeliver(id);
  await world.settle();
  await world.restart();
  await expectOnce();
});

test.each([
  ['the comment of a job', /issues\/\d+\/comments$/],
  ['a run', /\/dispatches$/],
])('when the answer to the making of %s was lost', async (_, path) => {
  world = await makeTeamWorld(leading([job('helper'), job('painter')]));
  world.github.faults.add({ method: 'POST', path, respond: 'reset-after-commit', skip: 1, times: 1 });
  await world.says('wanda', COMMAND);
  await expectOnce();
});
