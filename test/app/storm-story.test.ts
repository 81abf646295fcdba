import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Attention } from '../../app/attention.ts';
import { makeWorld, succeeds, type Play, type World } from './world.ts';

/* Storms of commands, from one account and from many, cost one reply and no more runs than the caps allow (T07). */

vi.setConfig({ testTimeout: 120_000 });

const COMMAND = '/dispatch reviewer check the error handling';
const secondaryLimits = { github: { secondaryLimits: true } };

let world: World;
afterEach(async () => {
  for (const run of world.github.runs) run.abort.abort();
  await world.end();
});

/** Runs that last until the test is over. */
const lasting: Play = (_claims, { signal }) =>
  new Promise((resolve) => {
    const end = () => resolve({ conclusion: 'cancelled' });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

/** So many commands of each account, in turn, all at once. */
async function storm(logins: readonly string[], each: number, body = COMMAND): Promise<void> {
  for (let at = 0; at < each; at += 1)
    for (const login of logins) world.github.comment('acme/app', world.issue.number, login, body);
  const heard = () => world.github.deliveries.filter(({ statusCode }) => statusCode === 202).length;
  await expect.poll(heard, { timeout: 60_000 }).toBeGreaterThanOrEqual(logins.length * each);
  await world.app.idle();
}

function people(many: number, role: 'read' | 'write'): string[] {
  return Array.from({ length: many }, (_, at) => {
    const login = `${role}r-${at}`;
    world.github.createUser(login);
    world.github.setRole('acme/app', login, role);
    return login;
  });
}

const made = () =>
  world.github.requests.filter(({ method, tokenKind }) => method !== 'GET' && tokenKind === 'installation');
const reactions = () => made().filter(({ path }) => path.endsWith('/reactions'));
const roles = () => world.github.requests.filter(({ path }) => path.endsWith('/permission'));
const limited = () => world.github.requests.filter(({ status }) => status === 403);
const replies = () => world.answers().filter(({ body }) => body.includes('agent-dispatch reply='));

describe('a storm of 500 commands', () => {
  test('of one account that may not write: silence, and a role read once', async () => {
    world = await makeWorld(secondaryLimits);
    await storm(['rita'], 500);
    expect(world.dispatches()).toEqual([]);
    expect(world.answers()).toEqual([]);
    expect(reactions()).toHaveLength(10);
    expect(roles()).toHaveLength(1);
    expect(limited()).toEqual([]);
    const comment = await world.says('wanda', COMMAND);
    expect(comment.reactions.map(({ content }) => content)).toEqual(['eyes', 'rocket']);
  });

  test('of 50 accounts that may not write: the same, and a maintainer is heard in between', async () => {
    world = await makeWorld(secondaryLimits);
    const strangers = people(50, 'read');
    const storming = storm(strangers, 10);
    world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
    await storming;
    await world.settle();
    expect(world.dispatches()).toHaveLength(1);
    expect(world.answers().map(({ body }) => body)).toEqual([
      expect.stringContaining('All errors are handled'),
    ]);
    expect(reactions().length).toBeLessThanOrEqual(10 + 2);
    // The maintainer's when the command comes, before the run, and before its result is told.
    expect(roles().length).toBeLessThanOrEqual(50 + 3);
    expect(limited()).toEqual([]);
  });

  test('of one account that may write: one run, and one reply each for the cap and for the storm', async () => {
    world = await makeWorld({ ...secondaryLimits, play: lasting });
    await storm(['wanda'], 500);
    expect(world.dispatches()).toHaveLength(1);
    const told = replies().map(({ body }) => body);
    expect(told).toEqual([expect.stringContaining('one at a time'), expect.stringContaining('20 commands')]);
    expect(limited()).toEqual([]);
  });

  test('of 50 accounts that may write, two each: one run and one reply', async () => {
    world = await makeWorld({ ...secondaryLimits, play: lasting });
    await storm(people(50, 'write'), 2);
    expect(world.dispatches()).toHaveLength(1);
    expect(replies()).toHaveLength(1);
    expect(limited()).toEqual([]);
  });
});

/** Who answers everything, as if nothing had been built against storms. */
const tireless: Attention = {
  hear: () => 'heed',
  mayReact: () => true,
  mayTell: () => true,
  role: (_who, read) => read(),
};

describe('without the layer the same looks find something:', () => {
  test('every command of a stranger is answered', async () => {
    world = await makeWorld({ ...secondaryLimits, settings: { attention: tireless } });
    await storm(['rita'], 40);
    expect(reactions().length).toBe(40);
    expect(roles()).toHaveLength(40);
  });

  test('every command beyond a cap has its reply', async () => {
    world = await makeWorld({ play: lasting, settings: { attention: tireless } });
    await storm(['wanda'], 10);
    expect(replies()).toHaveLength(9);
  });
});

describe('the caps on jobs of an hour', () => {
  const capped = { caps: { user_per_hour: 3, repository_per_hour: 5 } };
  const soon = { play: succeeds() };

  test('allow so many dispatches, and one refusal says when the next is possible', async () => {
    world = await makeWorld({ ...soon, settings: { operator: capped } });
    const [other = ''] = people(1, 'write');
    for (let at = 0; at < 5; at += 1) await world.says('wanda', COMMAND);
    expect(world.dispatches()).toHaveLength(3);
    for (let at = 0; at < 4; at += 1) await world.says(other, COMMAND);
    expect(world.dispatches()).toHaveLength(5);
    const told = replies().map(({ body }) => body);
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(/user.{0,2}per.{0,2}hour[^]*3 jobs[^]*\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
    expect(told[1]).toMatch(/repository.{0,2}per.{0,2}hour[^]*5 jobs/);
  });

  test('are lifted: there are more dispatches than they allow', async () => {
    const caps = { user_per_hour: 100, repository_per_hour: 100 };
    world = await makeWorld({ ...soon, settings: { operator: { caps } } });
    for (let at = 0; at < 5; at += 1) await world.says('wanda', COMMAND);
    expect(world.dispatches()).toHaveLength(5);
  });

  test('hold for a retry, too', async () => {
    world = await makeWorld({ ...soon, settings: { operator: { caps: { user_per_hour: 1 } } } });
    await world.says('wanda', COMMAND);
    await world.says('wanda', '/dispatch retry');
    expect(world.dispatches()).toHaveLength(1);
    expect(replies()).toHaveLength(1);
  });
});
