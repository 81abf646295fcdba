import { afterEach, expect, test, vi } from 'vitest';
import { commitInto } from '../bare-repository.ts';
import { CACHING, TASK, whole } from './cache-world.ts';
import { makeWorld, type World } from './world.ts';

/* With a key that names nothing, and without the look at what a result is, other things are answered with it. */

vi.mock('../../app/cache-key.ts', () => ({ cacheKeyOf: () => 'k' }));
vi.mock('../../core/output/reusable.ts', () => ({ whyNotReusable: () => null }));

let world: World;
afterEach(() => world.end());

test('another commit is answered from the cache', async () => {
  world = await makeWorld({ files: CACHING, play: whole() });
  await world.says('wanda', TASK);
  await commitInto(world.gitDir, { change: { 'a.txt': 'a' }, from: 'main', onto: 'main' });
  await world.says('wanda', TASK);
  expect(world.dispatches()).toHaveLength(1);
});

test('and so is a task by a tainted result', async () => {
  world = await makeWorld({ files: CACHING, play: whole({ tainted: ['code from a fork'] }) });
  await world.says('wanda', TASK);
  await world.says('wanda', TASK);
  expect(world.dispatches()).toHaveLength(1);
});
