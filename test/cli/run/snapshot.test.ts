import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { snapshot } from '../../../cli/run/snapshot.ts';
import { Fault } from '../../../core/fault.ts';

let root = '';
let top = '';
let copies = 0;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'snapshot-'));
  top = join(root, 'a näme');
  mkdirSync(top);
  git('init', '--quiet', '--initial-branch=trunk');
  writeFileSync(join(top, 'kept.txt'), 'kept\n');
  writeFileSync(join(top, 'gone.txt'), 'gone\n');
  commit();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const gitIn = (folder: string, ...words: string[]) =>
  execFileSync('git', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
const git = (...words: string[]) => gitIn(top, ...words);
function commit(): void {
  git('add', '--all');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '--message=First');
}
/** A copy, and the files of its last commit. */
async function copied(from = top) {
  const made = await snapshot(from, join(root, `copy-${(copies += 1)}`));
  return { ...made, files: gitIn(made.gitDir, 'ls-tree', '-r', '--name-only', 'main').split('\n') };
}

test('a clean working tree is its last commit', async () => {
  const copy = await copied();
  expect(copy).toMatchObject({ commit: git('rev-parse', 'HEAD'), uncommitted: false, name: 'a-n-me' });
  expect(gitIn(copy.gitDir, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main');
});

test('what is not committed is one more commit, and nothing of the repository changes', async () => {
  writeFileSync(join(top, 'kept.txt'), 'changed\n');
  writeFileSync(join(top, 'new.txt'), 'new\n');
  symlinkSync('/etc/passwd', join(top, 'link'));
  unlinkSync(join(top, 'gone.txt'));
  git('add', 'new.txt');
  const before = [git('status', '--porcelain'), git('count-objects', '-v'), git('rev-parse', 'HEAD')];
  const copy = await copied();
  expect(copy.uncommitted).toBe(true);
  expect(copy.files).toEqual(['kept.txt', 'link', 'new.txt']);
  expect(gitIn(copy.gitDir, 'show', 'main:kept.txt')).toBe('changed');
  expect(gitIn(copy.gitDir, 'show', 'main:link')).toBe('/etc/passwd');
  expect(gitIn(copy.gitDir, 'log', '--format=%s', 'main')).toBe('What is not committed yet\nFirst');
  expect([git('status', '--porcelain'), git('count-objects', '-v'), git('rev-parse', 'HEAD')]).toEqual(
    before,
  );
});

test('what git ignores stays, whether the repository says so or only this checkout', async () => {
  writeFileSync(join(top, '.gitignore'), 'one.txt\n');
  appendFileSync(join(top, '.git/info/exclude'), 'two.txt\n');
  for (const name of ['one.txt', 'two.txt', 'three.txt']) writeFileSync(join(top, name), name);
  expect((await copied()).files).toEqual(['.gitignore', 'gone.txt', 'kept.txt', 'three.txt']);
});

test('a checkout on no branch, and a linked one, are copied as they are', async () => {
  const first = git('rev-parse', 'HEAD');
  writeFileSync(join(top, 'later.txt'), '');
  commit();
  git('checkout', '--quiet', '--detach', first);
  expect(await copied()).toMatchObject({ commit: first, uncommitted: false });
  const linked = join(root, 'linked');
  git('worktree', 'add', '--quiet', '--detach', linked, 'trunk');
  writeFileSync(join(linked, 'there.txt'), '');
  expect((await copied(linked)).files).toContain('there.txt');
});

test("no program that the repository's own configuration names is run", async () => {
  const mark = join(root, 'ran');
  for (const key of ['filter.evil.clean', 'core.fsmonitor', 'uploadpack.packObjectsHook', 'core.sshCommand'])
    git('config', key, `touch ${mark};cat`);
  writeFileSync(join(top, '.gitattributes'), '*.txt filter=evil\n');
  writeFileSync(join(top, '.git/hooks/post-checkout'), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
  await copied();
  expect(() => rmSync(mark)).toThrow('ENOENT');
  // The same in git's usual way runs one of them.
  git('add', '.gitattributes', 'kept.txt');
  writeFileSync(join(top, 'kept.txt'), 'changed again\n');
  git('add', 'kept.txt');
  expect(() => rmSync(mark)).not.toThrow();
});

test('a repository without a commit is told how to make one', async () => {
  const empty = join(root, 'empty');
  mkdirSync(empty);
  gitIn(empty, 'init', '--quiet');
  await expect(copied(empty)).rejects.toThrow(Fault);
});
