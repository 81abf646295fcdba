import { afterEach, describe, expect, test, vi } from 'vitest';
import { jumpingClock } from './jumping-clock.ts';
import { makeWorld, type World } from './world.ts';

/* The pace that people run the app with, against a stand-in that refuses whoever is too fast, as GitHub does. */

vi.setConfig({ testTimeout: 180_000 });

const PEOPLE = 12;
/** Of each. Fewer than a storm. */
const QUESTIONS = 8;
const RUNS = 3;
const MINUTE_MS = 60_000;

let world: World;
afterEach(() => world.end());

/** Everybody asks for the list of agents, all at once, and some for a run; returns when all is quiet. */
async function busy(pacing: 'github' | 'none') {
  const clock = jumpingClock();
  world = await makeWorld({
    github: { secondaryLimits: true, now: clock.now },
    settings: { pacing, now: clock.now, pause: (milliseconds) => clock.pause(milliseconds) },
  });
  const { github } = world;
  for (let at = 0; at < PEOPLE; at += 1) {
    github.createUser(`writer-${at}`);
    github.setRole('acme/app', `writer-${at}`, 'write');
  }
  const issues = Array.from({ length: RUNS }, () =>
    github.createIssue('acme/app', { title: 'Slow', author: 'wanda' }),
  );
  for (const { number } of issues)
    github.comment('acme/app', number, 'wanda', '/dispatch reviewer check the error handling');
  for (let at = 0; at < PEOPLE * QUESTIONS; at += 1)
    github.comment('acme/app', world.issue.number, `writer-${at % PEOPLE}`, '/dispatch list');
  await world.settle();
  const made = github.requests.filter(
    ({ method, tokenKind }) => method !== 'GET' && tokenKind === 'installation',
  );
  return {
    made: made.length,
    refused: github.requests.filter(({ status }) => status === 403 || status === 429),
    minutes: clock.ahead() / MINUTE_MS,
    ends: issues.map(({ number }) => world.answers(number)[0]?.body ?? ''),
    replies: world.answers().length,
  };
}

describe('a busy quarter of an hour', () => {
  test('at the pace for GitHub no call is refused, and everybody is answered', async () => {
    const { made, refused, minutes, ends, replies } = await busy('github');
    expect(refused).toEqual([]);
    expect(replies).toBe(PEOPLE * QUESTIONS);
    for (const end of ends) expect(end).toContain('All errors are handled.');
    // More than GitHub takes in a minute, so it took longer than that.
    expect(made).toBeGreaterThan(80);
    expect(minutes).toBeGreaterThan(1);
  });

  test('as fast as can be, the stand-in refuses some', async () => {
    const { refused } = await busy('none');
    expect(refused.length).toBeGreaterThan(0);
  });
});
