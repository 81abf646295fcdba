import { afterEach, expect, test, vi } from 'vitest';
import type * as ears from '../../core/authority/listen.ts';
import type * as forks from '../../core/profile/for-forks.ts';
import type * as successors from '../../app/successor.ts';
import { fromFork, HANDED_OUT, overtaken, selfMade } from './trigger-attacks.ts';
import type { makeTriggerWorld } from './trigger-world.ts';

/* Without the look at who is a person, at what is harmless and at what was overtaken, each attack does its harm. */

vi.mock('../../core/authority/listen.ts', async (original): Promise<typeof ears> => ({
  ...(await original<typeof ears>()),
  listen: () => null,
}));
vi.mock('../../core/profile/for-forks.ts', async (original): Promise<typeof forks> => ({
  ...(await original<typeof forks>()),
  whyNotForForks: () => null,
}));
vi.mock('../../app/successor.ts', async (original): Promise<typeof successors> => ({
  ...(await original<typeof successors>()),
  endSuperseded: async (_desk, _job, ending) => ending,
  successorOf: async () => null,
}));

let stage: Awaited<ReturnType<typeof makeTriggerWorld>>;
afterEach(() => stage.world.end());

test('a stranger starts an agent that writes and reaches hosts', async () => {
  const made = await fromFork(HANDED_OUT);
  stage = made.stage;
  expect(stage.heads()).toEqual([made.headSha]);
});

test('the agent starts itself, again and again', async () => {
  const made = await selfMade();
  stage = made.stage;
  expect(stage.heads().length).toBeGreaterThan(1);
});

test('words about a commit that was pushed away are shown', async () => {
  const made = await overtaken();
  stage = made.stage;
  expect(made.said).toContain('Stale words.');
});
