import { afterEach, expect, test, vi } from 'vitest';
import type { Result } from '../../core/output/result.ts';
import type * as checking from '../../app/check-session.ts';
import type * as other from '../../app/other-thread.ts';
import type * as showStatus from '../../app/show-status.ts';
import type { Thread } from '../../app/thread.ts';
import { fromClaims, jobElsewhere } from './from-world.ts';
import { ended, KEEPING, keeps, lasts } from './session-world.ts';
import { FILES, makeWorld, type World } from './world.ts';

/* Without a look at whose job it is, at its thread, or at what the runner says, a conversation is given that must not be. */

const holes = vi.hoisted(() => ({ repository: false, thread: false, runner: false }));

vi.mock('../../app/show-status.ts', async (original) => {
  const real = await original<typeof showStatus>();
  return {
    ...real,
    jobHere: (thread: Thread, jobId: string) =>
      holes.repository ? thread.desk.store.jobs.byId(jobId) : real.jobHere(thread, jobId),
  };
});
vi.mock('../../app/other-thread.ts', async (original) => {
  const real = await original<typeof other>();
  return { ...real, otherThread: (job: never) => (holes.thread ? null : real.otherThread(job)) };
});
vi.mock('../../app/check-session.ts', async (original) => {
  const real = await original<typeof checking>();
  return {
    ...real,
    checkSession: (...given: Parameters<typeof real.checkSession>) => {
      const result: Result = given[3];
      return holes.runner ? { result, session: result.session ?? null } : real.checkSession(...given);
    },
  };
});

let world: World;
afterEach(() => {
  Object.assign(holes, { repository: false, thread: false, runner: false });
  return world.end();
});

const goOn = (job: string) => `/dispatch continue ${job} and the other file?`;

test.each([false, true])('a job of another repository, with the hole: %s', async (isOpen) => {
  world = await makeWorld({ files: KEEPING, play: keeps() });
  const jobId = await jobElsewhere(world);
  holes.repository = isOpen;
  await world.says('wanda', goOn(jobId));
  const given = fromClaims(world)
    .slice(1)
    .map((from) => (from as { job_id: string }).job_id);
  expect(given).toEqual(isOpen ? [jobId] : []);
});

test.each([false, true])('a job of another thread, with the hole: %s', async (isOpen) => {
  const made = await ended();
  world = made.world;
  const { number } = world.github.createIssue('acme/app', { title: 'Other', author: 'wanda' });
  holes.thread = isOpen;
  await world.says('wanda', goOn(made.jobId), number);
  expect(world.dispatches()).toHaveLength(isOpen ? 2 : 1);
});

test.each([false, true])('what the profile keeps for no time, with the hole: %s', async (isOpen) => {
  holes.runner = isOpen;
  const made = await ended(keeps({ session: { expires_at: lasts(9000) } }), { files: FILES });
  world = made.world;
  await world.says('wanda', goOn(made.jobId));
  expect(world.dispatches()).toHaveLength(isOpen ? 2 : 1);
});
