import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { jumpingClock } from './jumping-clock.ts';
import { makeWorld, succeeds, type World } from './world.ts';

/* Many runs at once, at the pace for GitHub, against a stand-in that refuses whoever writes too much, as GitHub does. */

vi.setConfig({ testTimeout: 180_000 });

const RUNS = 8;
const LOOKS = 20;
const MINUTE_MS = 60_000;

let world: World;
afterEach(() => world.end());

test('the progress of many runs is told within what GitHub takes, and their ends do not wait for it', async () => {
  const clock = jumpingClock();
  const end = Promise.withResolvers<void>();
  world = await makeWorld({
    github: { secondaryLimits: true, now: clock.now },
    settings: {
      pacing: 'github',
      tellsProgress: true,
      now: clock.now,
      pause: (milliseconds) => clock.pause(milliseconds),
    },
    async play(claims, order) {
      await end.promise;
      return succeeds()(claims, order);
    },
  });
  const { github } = world;
  const issues = Array.from({ length: RUNS }, () =>
    github.createIssue('acme/app', { title: 'Slow', author: 'wanda' }),
  );
  for (const { number } of issues)
    github.comment('acme/app', number, 'wanda', '/dispatch reviewer check the error handling');
  const revisions = () => issues.map(({ number }) => world.answers(number)[0]?.revisions ?? []);
  const areWorking = () => revisions().every((all) => all.at(-1)?.body.includes('is working'));
  await expect.poll(areWorking, { timeout: 60_000 }).toBe(true);
  for (let look = 0; look < LOOKS; look += 1) {
    await clock.pause(10_000);
    await sleep(1000);
  }
  await world.app.idle();
  const told = revisions().map((all) => all.filter(({ body }) => body.includes('After ')));
  for (const all of told) expect(all.length).toBeGreaterThan(1);
  for (const all of revisions())
    for (const [index, { at }] of all.slice(2).entries())
      expect(at - (all[index + 1]?.at ?? 0)).toBeGreaterThanOrEqual(10_000);
  const began = clock.now();
  end.resolve();
  await world.settle();
  expect(clock.now() - began).toBeLessThan(MINUTE_MS);
  for (const all of revisions()) expect(all.at(-1)?.body).toContain('All errors are handled.');
  expect(github.requests.filter(({ status }) => status === 403 || status === 429)).toEqual([]);
});
