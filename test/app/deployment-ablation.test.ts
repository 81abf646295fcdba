import { afterEach, expect, test, vi } from 'vitest';
import type * as deployments from '../../core/approval/judge-deployment.ts';
import { attacks } from './deployment-attacks.ts';
import { guarded, MORE, reviews } from './deployment-world.ts';
import { makeWorld, type World } from './world.ts';

/* With the judgement replaced by a yes, the same runs pass: so it is the judgement that stops them. */

vi.mock('../../core/approval/judge-deployment.ts', (): typeof deployments => ({
  judgeDeployment: () => ({ state: 'approved', jobId: '0'.repeat(32), by: null, digest: null }),
}));

let world: World;
afterEach(() => world.end());

test.each(attacks)('without the judgement this passes: $name', async ({ act }) => {
  world = await makeWorld({ play: guarded(() => world), more: MORE });
  await act(world);
  expect(reviews(world).at(-1)).toMatchObject({ status: 204, state: 'approved' });
});
