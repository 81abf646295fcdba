import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { git } from '../../../edge/runner/git.ts';
import { listener, stage } from './stage.ts';

let lab: Awaited<ReturnType<typeof stage>>;
let ear: Awaited<ReturnType<typeof listener>>;
let app: ReturnType<typeof lab.as>;
beforeEach(async () => {
  lab = await stage();
  ear = await listener();
  lab.github.setWebhook({ url: ear.url, secret: 'dummy-webhook-secret' });
  app = lab.as(lab.github.mintInstallationToken('acme/app'));
});
afterEach(async () => {
  await ear.end();
  await lab.endClean();
});

/** Commits on top of `from` whatever `change` does to a work tree, and returns the commit. */
async function commit(from: string, change: (work: string) => Promise<unknown>): Promise<string> {
  const work = join(lab.gitDir, '..', `work-${Math.random()}`);
  await git(['clone', '-q', lab.gitDir, work], lab.gitDir);
  const run = (...args: string[]) =>
    git(['-c', 'user.name=Ada', '-c', 'user.email=ada@example.test', ...args], work);
  await run('checkout', '-q', from);
  await change(work);
  await run('add', '-A');
  await run('commit', '-qm', 'Change');
  await run('push', '-q', 'origin', 'HEAD:refs/heads/made');
  return run('rev-parse', 'HEAD');
}

const NEW = { title: 'Faster', author: 'mallory' };

test('the App hears what happens to a pull request', async () => {
  await lab.github.createPullRequest('acme/app', { ...NEW, headSha: lab.topic, headOwner: 'mallory' });
  await lab.github.pushToPullRequest('acme/app', 2, lab.main);
  lab.github.closeIssue('acme/app', 2);
  lab.github.reopenIssue('acme/app', 2);
  await lab.github.retargetPullRequest('acme/app', 2, 'topic');
  await lab.github.idle();
  // Deliveries race each other, as GitHub's do.
  const heard = Object.fromEntries(ear.heard.map(({ payload }) => [payload.action, payload]));
  expect(Object.keys(heard).toSorted()).toEqual(['closed', 'edited', 'opened', 'reopened', 'synchronize']);
  expect(heard['opened'].pull_request).toMatchObject({ number: 2, head: { repo: { fork: true } } });
  expect(heard['synchronize']).toMatchObject({ before: lab.topic, after: lab.main });
  expect(heard['edited'].changes.base).toEqual({ ref: { from: 'main' }, sha: { from: lab.main } });
});

test('an issue that is closed is no news of a pull request', async () => {
  lab.github.closeIssue('acme/app', 1);
  await lab.github.idle();
  expect(ear.heard).toEqual([]);
});

test('changed files are listed in pages, with what became of each', async () => {
  const head = await commit(lab.main, async (work) => {
    await mkdir(join(work, 'docs'));
    await writeFile(join(work, 'docs/a b.md'), 'one\ntwo\n');
    await writeFile(join(work, 'README.md'), 'Hello\nthere\n');
    await git(['mv', 'src/main.ts', 'src/index.ts'], work);
    await git(['rm', '-q', 'logo.bin'], work);
  });
  await lab.github.createPullRequest('acme/app', { ...NEW, headSha: head });
  const { data } = await app('GET /repos/acme/app/pulls/2/files');
  const told = (data as Record<string, unknown>[]).map((file) => [
    file['status'],
    file['filename'],
    file['additions'],
    file['previous_filename'],
  ]);
  expect(told).toEqual([
    ['modified', 'README.md', 1, undefined],
    ['added', 'docs/a b.md', 2, undefined],
    ['removed', 'logo.bin', 0, undefined],
    ['renamed', 'src/index.ts', 0, 'src/main.ts'],
  ]);
  const second = await app('GET /repos/acme/app/pulls/2/files', { per_page: 3, page: 2 });
  expect(second.data).toHaveLength(1);
  expect(second.headers['link']).toContain('rel="prev"');
  expect((await app('GET /repos/acme/app/pulls/1/files')).status).toBe(404);
});

test('a comparison knows where two commits parted', async () => {
  const other = await commit(lab.main, (work) => writeFile(join(work, 'other'), 'x'));
  const compare = async (range: string) => app('GET /repos/acme/app/compare/{range}', { range });
  const { data } = await compare(`${lab.topic}...${other}`);
  expect(data).toMatchObject({
    status: 'diverged',
    ahead_by: 1,
    behind_by: 1,
    merge_base_commit: { sha: lab.main },
    commits: [{ sha: other }],
    files: [{ filename: 'other' }],
  });
  expect((await compare('main...main')).data).toMatchObject({ status: 'identical', total_commits: 0 });
  expect((await compare('main...nothing')).status).toBe(404);
});
