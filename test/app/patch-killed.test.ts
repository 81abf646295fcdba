import { afterEach, expect, test, vi } from 'vitest';
import { openStore } from '../../edge/store/store.ts';
import { file, makePatchWorld, proposing } from './patch-world.ts';

/* Whatever is lost or killed while a change is proposed: there is one branch with one commit, and one pull request. */

// Every test starts a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let lab: Awaited<ReturnType<typeof makePatchWorld>>;
afterEach(() => lab.world.end());

const play = proposing([file('src/add.js', 'x\n'), file('src/new.js', 'y\n')]);

async function expectOnce(): Promise<void> {
  expect(lab.pulls()).toHaveLength(1);
  const branches = await lab.branches();
  expect(branches).toHaveLength(1);
  expect(await lab.git('rev-list', '--count', `main..${branches[0]}`)).toBe('1');
  expect(await lab.git('diff', '--name-only', 'main', branches[0] ?? '')).toBe('src/add.js\nsrc/new.js');
  expect(lab.told()).toMatch(/✅ coder is done[^]*\[Draft pull request that changes 2 files\]/);
}

test.each<[string, string, RegExp, number | RegExp]>([
  ['made the tree', 'POST', /\/git\/trees$/, 1],
  ['made the commit', 'POST', /\/git\/commits$/, 1],
  ['made the branch', 'POST', /\/git\/refs$/, 1],
  ['opened the pull request', 'POST', /\/pulls$/, 1],
  ['told the end', 'PATCH', /comments\/\d+$/, /is done/],
])('killed when it had %s', async (_, method, path, nth) => {
  lab = await makePatchWorld(play);
  const { world } = lab;
  await world.killedAt(method, path, nth, () => {
    world.github.comment('acme/app', world.issue.number, 'wanda', '/dispatch coder add it');
  });
  await world.restart();
  await expectOnce();
  await world.app.close();
  const store = openStore(world.stateFile);
  expect(await store.jobs.open()).toEqual([]);
  await store.close();
});

test.each([
  ['the branch', /\/git\/refs$/],
  ['the pull request', /\/pulls$/],
])('when the answer to the making of %s was lost', async (_, path) => {
  lab = await makePatchWorld(play);
  lab.world.github.faults.add({ method: 'POST', path, respond: 'reset-after-commit', times: 1 });
  await lab.dispatches();
  await expectOnce();
});

test("somebody else's branch of that name is never moved", async () => {
  lab = await makePatchWorld(async (claims, order) => {
    await lab.git('update-ref', `refs/heads/dispatch/${claims.job_id}`, 'main');
    return play(claims, order);
  });
  await lab.dispatches();
  expect(lab.told()).toMatch(/Not posted: patch\.[^\n]*branch[^\n]*already, with something else/);
  expect(lab.pulls()).toEqual([]);
  expect(await lab.git('rev-parse', (await lab.branches())[0] ?? '')).toBe(
    await lab.git('rev-parse', 'main'),
  );
});

test('a tree that GitHub makes otherwise is not put on a branch', async () => {
  lab = await makePatchWorld(play);
  const alter = (body: unknown) => ({ ...(body as object), sha: 'e'.repeat(40) });
  lab.world.github.faults.add({ method: 'POST', path: /\/git\/trees$/, respond: { alter }, times: 1 });
  await lab.dispatches();
  expect(lab.told()).toMatch(/Not posted: patch\.[^\n]*another tree/);
  expect(await lab.branches()).toEqual([]);
});
