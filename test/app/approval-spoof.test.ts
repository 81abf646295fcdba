import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attacks, clock, replay } from './approval-attacks.ts';
import { asked, COMMAND, makeApprovalWorld, stateOf } from './approval-world.ts';

/* T17 of docs/attack-rows.md: nobody starts a job that waits but another person with the right, in time, for exactly what was posted. */

let world: Awaited<ReturnType<typeof makeApprovalWorld>>;
beforeEach(async () => {
  clock.ahead = 0;
  world = await makeApprovalWorld({ settings: { now: () => Date.now() + clock.ahead } });
});
afterEach(() => world.end());

describe('nothing is dispatched for', () => {
  test('words that are no approval, and reactions, one after the other', async () => {
    await world.says('wanda', COMMAND);
    for (const { name, act } of attacks.filter(({ stoppedBy }) => stoppedBy === 'silence')) {
      await act(world);
      expect([name, world.dispatches(), await stateOf(world)]).toEqual([name, [], 'awaiting_approval']);
    }
  });

  test.each(attacks.filter(({ stoppedBy }) => stoppedBy !== 'silence'))(
    '$name',
    async ({ act, state = 'awaiting_approval' }) => {
      await world.says('wanda', COMMAND);
      await act(world);
      expect(world.dispatches()).toEqual([]);
      expect(await stateOf(world)).toBe(state);
    },
  );
});

test('people without the right get a reaction and no word', async () => {
  await world.says('wanda', COMMAND);
  for (const login of ['rita', 'tina']) {
    const comment = await world.says(login, asked(world).approve);
    expect(comment.reactions.map(({ content }) => content)).toEqual(['confused']);
  }
  expect(world.answers()).toHaveLength(1);
});

test('the requester is told that it takes another person', async () => {
  await world.says('wanda', COMMAND);
  await world.says('wanda', asked(world).approve);
  expect(world.answers().at(-1)?.body).toContain('who asks does not approve');
});

test('what has become void says so, and what to do', async () => {
  await world.says('wanda', COMMAND);
  world.repository.private = false;
  await world.says('rosa', asked(world).approve);
  expect(world.answers()).toHaveLength(1);
  expect(world.answers()[0]?.body).toMatch(/not what was posted any more.*Write the command/s);
});

test('a second approval, and the first one replayed past the inbox, start nothing more', async () => {
  await world.says('wanda', COMMAND);
  const { approve } = asked(world);
  await world.says('rosa', approve);
  await world.says('rosa', approve);
  expect(world.answers().at(-1)?.body).toContain('waits for nobody');
  await replay(world);
  expect(world.dispatches()).toHaveLength(1);
  expect(await stateOf(world)).toBe('done');
});

test('an old approval does not start the next job of the thread', async () => {
  await world.says('wanda', COMMAND);
  await world.says('rosa', asked(world).approve);
  await world.says('wanda', COMMAND);
  await replay(world);
  expect(world.answers().at(-1)?.body).toContain('waits for approval');
  expect(world.dispatches()).toHaveLength(1);
});

test('a pull request with other commits than were shown voids the approval', async () => {
  const [first, second] = [await world.commit('one'), await world.commit('two')];
  const pull = { title: 'Change', author: 'wanda', headSha: first };
  const { number } = await world.github.createPullRequest('acme/app', pull);
  await world.says('wanda', COMMAND, number);
  const { approve } = asked(world, number);
  await world.github.pushToPullRequest('acme/app', number, second);
  await world.says('rosa', approve, number);
  expect(world.dispatches()).toEqual([]);
  expect(await stateOf(world, number)).toBe('refused');
  expect(world.answers(number)[0]?.body).toContain('other commits than when the plan was posted');
});

test("a push to the default branch does not void what is pinned to an issue's commit", async () => {
  await world.says('wanda', COMMAND);
  await world.commit('on main', 'main');
  await world.says('rosa', asked(world).approve);
  expect(await stateOf(world)).toBe('done');
});

test('a requester whose role was taken away meanwhile gets no run for an approval', async () => {
  await world.says('wanda', COMMAND);
  world.github.setRole('acme/app', 'wanda', 'read');
  await world.says('rosa', asked(world).approve);
  expect(world.dispatches()).toEqual([]);
  expect(await stateOf(world)).toBe('refused');
});
