import { afterEach, beforeEach, expect, test } from 'vitest';
import { APP_PERMISSIONS } from '../../../lab/github/world.ts';
import { git } from '../../../edge/runner/git.ts';
import { keys, stage } from './stage.ts';

/* Trees, commits, branches and pull requests are real objects of a real repository, or are refused as GitHub does. */

let lab: Awaited<ReturnType<typeof stage>>;
let app: ReturnType<typeof lab.as>;
beforeEach(async () => {
  lab = await stage({
    app: { publicKey: keys.publicKey, permissions: { ...APP_PERMISSIONS, contents: 'write' } },
  });
  app = lab.as(lab.github.mintInstallationToken('acme/app'));
});
afterEach(() => lab.endClean());

const post = (what: string, body: object) => app(`POST /repos/acme/app/${what}`, { ...body });
const baseTree = () => git(['rev-parse', `${lab.main}^{tree}`], lab.gitDir);
const blob = { mode: '100644', type: 'blob' };

async function committed(): Promise<string> {
  const tree = [
    { path: 'README.md', ...blob, content: 'Bye\n' },
    { path: 'src/new/a.ts', ...blob, content: 'a\n' },
    { path: 'src/main.ts', ...blob, sha: null },
  ];
  const made = await post('git/trees', { base_tree: await baseTree(), tree });
  const commit = { message: 'Change', tree: made.data.sha, parents: [lab.main] };
  return String((await post('git/commits', commit)).data.sha);
}

test('a change becomes a commit on a branch, and that a draft pull request', async () => {
  const commit = await committed();
  expect(await post('git/refs', { ref: 'refs/heads/made/x', sha: commit })).toMatchObject({ status: 201 });
  expect(await git(['diff', '--name-status', 'main', 'made/x'], lab.gitDir)).toBe(
    'M\tREADME.md\nD\tsrc/main.ts\nA\tsrc/new/a.ts',
  );
  expect(await git(['fsck', '--strict'], lab.gitDir)).toBe('');
  const asked = { title: 'T', body: 'B', head: 'made/x', base: 'main', draft: true };
  const { status, data } = await post('pulls', asked);
  expect({ status, draft: data.draft, by: data.user.type }).toEqual({ status: 201, draft: true, by: 'Bot' });
  const { data: found } = await app('GET /repos/acme/app/pulls', { head: 'acme:made/x', state: 'all' });
  expect(found).toMatchObject([{ number: data.number, head: { ref: 'made/x', sha: commit } }]);
  expect((await app('GET /repos/acme/app/pulls', { head: 'acme:other' })).data).toEqual([]);
  expect(await post('pulls', asked)).toMatchObject({
    status: 422,
    data: { errors: [{ message: expect.stringContaining('already exists') }] },
  });
});

test('a tree lists its folder alone', async () => {
  const { data } = await app('GET /repos/acme/app/git/trees/{sha}', { sha: await baseTree() });
  expect(data.tree).toContainEqual(
    expect.objectContaining({ path: 'README.md', mode: '100644', type: 'blob', size: 6 }),
  );
  expect(data.tree).toContainEqual(expect.objectContaining({ path: 'src', mode: '040000', type: 'tree' }));
  expect(data.truncated).toBe(false);
  expect((await app('GET /repos/acme/app/git/trees/{sha}', { sha: lab.main })).status).toBe(404);
});

test.each<[string, string, (commit: string, tree: string) => object]>([
  ['a .git', 'git/trees', () => ({ tree: [{ path: 'a/.GIT/config', ...blob, content: 'x' }] })],
  ['a path that climbs', 'git/trees', () => ({ tree: [{ path: '../x', ...blob, content: 'x' }] })],
  [
    'an object that is not there',
    'git/trees',
    () => ({ tree: [{ path: 'x', ...blob, sha: 'e'.repeat(40) }] }),
  ],
  ['a base that is no tree', 'git/trees', () => ({ base_tree: 'e'.repeat(40), tree: [] })],
  [
    'the deletion of nothing',
    'git/trees',
    (_, tree) => ({ base_tree: tree, tree: [{ path: 'no', ...blob, sha: null }] }),
  ],
  [
    'a parent that is not there',
    'git/commits',
    (_, tree) => ({ message: 'x', tree, parents: ['e'.repeat(40)] }),
  ],
  ['a tree that is none', 'git/commits', (commit) => ({ message: 'x', tree: commit, parents: [] })],
  ['a ref that is there', 'git/refs', (commit) => ({ ref: 'refs/heads/main', sha: commit })],
  ['a ref that is none', 'git/refs', (commit) => ({ ref: 'main', sha: commit })],
  ['a ref to nothing', 'git/refs', () => ({ ref: 'refs/heads/new', sha: 'e'.repeat(40) })],
  ['a head that is not there', 'pulls', () => ({ title: 'x', head: 'nowhere', base: 'main' })],
  ['a base that is not there', 'pulls', () => ({ title: 'x', head: 'topic', base: 'nowhere' })],
  ['no difference', 'pulls', () => ({ title: 'x', head: 'main', base: 'main' })],
])('%s is refused', async (_, what, body) => {
  expect((await post(what, body(await committed(), await baseTree()))).status).toBe(422);
});

test('workflows, and all of it without the permission, are not for the App', async () => {
  const tree = [{ path: '.github/workflows/x.yml', ...blob, content: 'on: push' }];
  expect((await post('git/trees', { tree })).status).toBe(403);
  await lab.endClean();
  lab = await stage();
  app = lab.as(lab.github.mintInstallationToken('acme/app'));
  const refused = await post('git/refs', { ref: 'refs/heads/x', sha: lab.main });
  expect(refused).toMatchObject({
    status: 403,
    headers: { 'x-accepted-github-permissions': 'contents=write' },
  });
});

test('everybody sees an account', async () => {
  const { login, id } = lab.github.app.bot;
  expect((await app('GET /users/{username}', { username: login })).data).toMatchObject({
    login,
    id,
    type: 'Bot',
  });
  expect((await app('GET /users/nobody')).status).toBe(404);
});
