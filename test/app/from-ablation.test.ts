import { afterEach, expect, test, vi } from 'vitest';
import type { Thread } from '../../app/thread.ts';
import { fromClaims, jobElsewhere } from './from-world.ts';
import { makeWorld, type World } from './world.ts';

/* Without the look at whose job it is, another repository's result is given: so it is that look which stops it. */

vi.mock('../../app/show-status.ts', async (original) => ({
  ...(await original<object>()),
  jobHere: ({ desk }: Thread, jobId: string) => desk.store.jobs.byId(jobId),
}));

let world: World;
afterEach(() => world.end());

test('a job of another repository is named in the ticket', async () => {
  world = await makeWorld();
  const jobId = await jobElsewhere(world);
  await world.says('wanda', `/dispatch reviewer --from=${jobId} look at it`);
  expect(fromClaims(world)[1]).toMatchObject({ job_id: jobId });
});
