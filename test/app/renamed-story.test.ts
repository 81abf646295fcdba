import { afterEach, describe, expect, test } from 'vitest';
import { makeWorld, succeeds, type World } from './world.ts';

/* A repository is its number. Whoever takes its name over gets nothing that was meant for it. */

let world: World;
afterEach(() => world.end());

const COMMAND = '/dispatch reviewer check the error handling';

/** The repository gets another name, and its old one is taken by a repository that is otherwise the same. */
function takeOver(): void {
  const { github, gitDir } = world;
  github.renameRepository('acme/app', 'moved');
  github.createRepository({ owner: 'acme', name: 'app', gitDir });
  github.setRole('acme/app', 'wanda', 'write');
  github.createIssue('acme/app', { title: 'Mine', author: 'wanda' });
}

const writes = () =>
  world.github.requests.filter(
    ({ method, path, status }) =>
      method !== 'GET' && path.startsWith('/repos/acme/app/') && !path.endsWith('/reactions') && status < 400,
  );

/** A command that was heard and waits while the app is down; then its repository's name is taken over. */
async function waiting(body: string, blind = false): Promise<void> {
  world = await makeWorld();
  const { faults } = world.github;
  faults.add({ method: 'GET', path: /permission$/, respond: { status: 500 } });
  await world.says('wanda', body);
  faults.clear();
  takeOver();
  if (blind) {
    const alter = (answer: unknown) => ({ ...(answer as object), id: world.repository.id });
    faults.add({ method: 'GET', path: '/repos/{owner}/{repo}', respond: { alter } });
    // There is no such comment in the other repository, which would stop a run, too.
    faults.add({ method: 'POST', path: /reactions$/, respond: { status: 200 } });
  }
  const [delivery] = world.github.deliveries.filter(({ event }) => event === 'issue_comment');
  world.github.redeliver(delivery?.id ?? 0);
  await world.settle();
}

describe.each([
  ['that starts an agent', COMMAND],
  ['with a mistake', '/dispatch reviewer'],
  ['about jobs', '/dispatch status'],
])('a waiting command %s', (_, body) => {
  test('writes nothing into a repository that took the name over', async () => {
    await waiting(body);
    expect(writes()).toEqual([]);
    expect(world.answers()).toEqual([]);
  });

  test('would write there if the number were not compared', async () => {
    await waiting(body, true);
    expect(writes()).not.toEqual([]);
  });
});

test("a run's end is told in the repository that was renamed meanwhile", async () => {
  let end: () => void = () => {};
  const until = new Promise<void>((resolve) => (end = resolve));
  world = await makeWorld({
    play: async (claims, order) => {
      await until;
      return succeeds()(claims, order);
    },
  });
  world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
  await expect.poll(() => world.answers()[0]?.body, { timeout: 30_000 }).toContain('is working');
  await world.app.idle();
  const before = writes().length;
  takeOver();
  end();
  await world.settle();
  expect(writes()).toHaveLength(before);
  expect(world.answers()).toEqual([]);
  const [told] = world.github.listComments('acme/moved', 1).filter(({ author }) => author.type === 'Bot');
  expect(told?.body).toContain('All errors are handled.');
});
