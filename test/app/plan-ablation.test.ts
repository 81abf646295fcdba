import { afterEach, expect, test, vi } from 'vitest';
import type * as bounds from '../../core/approval/proposal-bounds.ts';
import { planned, plays, proposing } from './plan-world.ts';
import type { World } from './world.ts';

/* With what a plan is held against replaced by a yes, people are asked to agree to more than the profile allows. */

vi.mock('../../core/approval/proposal-bounds.ts', async (original): Promise<typeof bounds> => ({
  ...(await original<typeof bounds>()),
  objectionsToProposal: () => [],
}));

let world: World;
afterEach(() => world.end());

test('without it a plan beyond the profile is asked for', async () => {
  world = await planned(plays(proposing({ hosts: ['evil.example.org'] })));
  expect(world.answers()).toHaveLength(2);
  expect(world.answers()[1]?.body).toContain('evil.example.org');
});
