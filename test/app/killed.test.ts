import { afterEach, expect, test, vi } from 'vitest';
import { openStore } from '../../edge/store/store.ts';
import { makeWorld, type World } from './world.ts';

// Every test starts a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let world: World;
afterEach(() => world.end());

const write = (body: string) => () =>
  void world.github.comment('acme/app', world.issue.number, 'wanda', body);

/** The app is killed at this call, without a chance to clean up, and started again. */
async function killAt(method: string, path: RegExp, nth: number | RegExp, body: string): Promise<string[]> {
  world = await makeWorld();
  await world.killedAt(method, path, nth, write(body));
  await world.restart();
  await world.app.close();
  const store = openStore(world.stateFile);
  expect(await store.inbox.unfinished()).toEqual([]);
  expect(await store.jobs.open()).toEqual([]);
  await store.close();
  return world.answers().map((answer) => answer.body);
}

test.each<[string, string, RegExp, number | RegExp]>([
  ['asked for the role', 'GET', /permission$/, 1],
  ['reacted', 'POST', /reactions$/, 1],
  ['written its comment', 'POST', /issues\/\d+\/comments$/, 1],
  ['asked for the role again', 'GET', /permission$/, 2],
  ['asked for the run', 'POST', /dispatches$/, 1],
  ['said that it runs', 'PATCH', /comments\/\d+$/, 1],
  ['asked for the result', 'GET', /artifacts$/, 1],
  ['told the end', 'PATCH', /comments\/\d+$/, /is done/],
])('killed when it had %s: one run, one comment, and the result in it', async (_, method, path, nth) => {
  const answers = await killAt(method, path, nth, '/dispatch reviewer check the error handling');
  expect(answers).toEqual([expect.stringContaining('All errors are handled.')]);
  expect(world.dispatches()).toHaveLength(1);
});

test('killed when it had written a reply: one reply', async () => {
  const answers = await killAt('POST', /issues\/\d+\/comments$/, 1, '/dispatch nobody look');
  expect(answers).toEqual([expect.stringContaining('nobody')]);
});
