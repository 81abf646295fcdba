import { describe, expect, test } from 'vitest';
import type { AcceptedOutput } from '../../core/output/kinds/table.ts';
import { readMark } from '../../core/redact/mark.ts';
import { file, gone, patchWorlds, proposing, type PatchWorld } from './patch-world.ts';

/* What an agent changed becomes a draft pull request, exactly as it was judged, or nothing of it. */

const { make, after } = patchWorlds();

const CHANGE = [file('src/add.js', 'one\nzwei\n'), file('src/new/deep.js', 'neu\n'), gone('src/old.js')];

describe('a change', () => {
  test('is a draft pull request of one commit on a branch of its own, and is linked', async () => {
    const { git, pulls, branches, told, world } = await after(proposing(CHANGE));
    const [made, ...more] = pulls();
    expect(more).toEqual([]);
    expect(made).toMatchObject({
      title: 'Add at last',
      author: { type: 'Bot' },
      pull: { draft: true, base: { ref: 'main' } },
    });
    const [branch = ''] = await branches();
    expect(branch).toMatch(/^refs\/heads\/dispatch\/[0-9a-f]{32}$/);
    expect(await git('diff', '--name-status', '--no-renames', 'main', branch)).toBe(
      'M\tsrc/add.js\nA\tsrc/new/deep.js\nD\tsrc/old.js',
    );
    expect(await git('show', `${branch}:src/add.js`)).toBe('one\nzwei');
    expect(await git('rev-parse', `${branch}^`)).toBe(await git('rev-parse', 'main'));
    expect(await git('fsck', '--strict')).toBe('');
    const { id, login } = world.github.app.bot;
    expect(await git('log', '-1', '--format=%an%n%B', branch)).toMatch(
      new RegExp(
        `^agent-dispatch\\[bot\\]\\nChange by the agent coder\\n\\nAsked for by wanda in #1\\.\\nRun: http[^]*\\n\\nSigned-off-by: ${login.replace(/[[\]]/g, '\\$&')} <${id}\\+`,
      ),
    );
    expect(made?.body).toMatch(
      /It \*\*adds\*\* now\.[^]*Changes 3 files\. Made by the agent \*\*coder\*\*, in this \[workflow run\][^]*wanda/,
    );
    expect(readMark(made?.body ?? '')).toMatchObject({ kind: 'patch', mac: expect.any(String) });
    expect(told()).toMatch(/✅ coder is done[^]*\[Draft pull request that changes 3 files\]\([^)]*\/2\)/);
  });

  test('for a pull request goes to the branch that it comes from', async () => {
    const lab = await make(proposing([file('src/add.js', 'x\n')]));
    const headSha = await lab.commit({ 'src/sum.js': 's\n' }, 'main', 'topic');
    const { number } = await lab.open(headSha);
    await lab.dispatches(number);
    expect(lab.pulls()).toMatchObject([{ pull: { base: { ref: 'topic', sha: headSha } } }]);
    expect(await lab.git('rev-parse', `${(await lab.branches())[0]}^`)).toBe(headSha);
  });

  test('for a pull request from a fork is told of, and nothing is pushed', async () => {
    const lab = await make(proposing([file('src/add.js', 'x\n')]));
    const headSha = await lab.commit({ 'src/sum.js': 's\n' }, 'main', 'topic');
    lab.world.github.createUser('mallory');
    const { number } = await lab.open(headSha, { headOwner: 'mallory' });
    await lab.dispatches(number);
    expect(lab.told(number)).toMatch(/Not posted: patch\.[^\n]*fork[^\n]*changes\.patch/);
    expect(await lab.branches()).toEqual([]);
  });

  test('to a commit that was taken out of its branch meanwhile is not proposed', async () => {
    const lab: PatchWorld = await make(async (claims, order) => {
      await lab.git(
        'update-ref',
        'refs/heads/main',
        await lab.git('commit-tree', '-m', 'Anew', 'main^{tree}'),
      );
      return proposing([file('src/add.js', 'x\n')])(claims, order);
    });
    // An identity for the commit of a person who rewrites history.
    for (const key of ['name', 'email']) await lab.git('config', `user.${key}`, 'ada@example.test');
    await lab.dispatches();
    expect(lab.told()).toMatch(/Not posted: patch\.[^\n]*no longer holds the commit/);
    expect(await lab.branches()).toEqual([]);
  });

  test('that the run did not propose is told with its reason, and the rest lands', async () => {
    const change = {
      became: 'none',
      code: 'patch-refused',
      because: 'The patch is refused as a whole: `x` is a symbolic link.',
      remedy: 'Ask.',
    } as const;
    const outputs: AcceptedOutput[] = [
      { kind: 'patch', title: 't', body: 'b' },
      { kind: 'labels', add: ['bug'] },
    ];
    const { told, world, pulls } = await after(proposing([], { more: { change, outputs } }));
    expect(told()).toMatch(/not all of it was posted[^]*Not posted: patch\.[^\n]*symbolic link/);
    expect(world.github.listLabels('acme/app', 1)).toEqual(['bug']);
    expect(pulls()).toEqual([]);
  });
});

test('an App that may not push is told what it lacks', async () => {
  const { told, branches } = await after(proposing(CHANGE), {
    more: { permissions: {} as never, events: [] },
  });
  expect(told()).toMatch(/Not posted: patch\.[^\n]*403[^\n]*contents=write/);
  expect(await branches()).toEqual([]);
});

describe('a title', () => {
  test.each([
    ['Fixes #12 and GH-3, for @acme/all [skip ci]', /^Fixes 12 and GH 3, for acme\/all \(skip ci\)$/],
    ['/dispatch coder again', /^dispatch coder again$/],
    ['see https://evil.example/x', /^see https evil\.example\/x$/],
  ])('%s is inert wherever it is squashed into', async (title, shown) => {
    const { pulls } = await after(proposing(CHANGE, { item: { title } }));
    expect(pulls()[0]?.title).toMatch(shown);
  });
});
