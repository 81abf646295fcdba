import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askCheckout, git } from '../../../edge/runner/git.ts';
import { lastCommit } from '../../../edge/runner/last-commit.ts';

const commit = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '-am'];

let folder = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'last-commit-'));
  await git(['init', '--quiet', '--initial-branch=main'], folder);
  writeFileSync(join(folder, 'a.txt'), 'one\n');
  await git(['add', '--all'], folder);
  await git([...commit, 'First'], folder);
  writeFileSync(join(folder, 'a.txt'), 'two\n');
  await git([...commit, 'Second'], folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('shows the last commit with its changes', async () => {
  expect(await lastCommit(folder)).toMatch(/Second[^]*-one\n\+two/);
});

/** A repository whose own configuration names a program wherever git may start one. */
function booby(): string {
  const marker = join(folder, 'PROGRAM-RAN');
  const trap = join(folder, 'trap');
  writeFileSync(trap, `#!/bin/sh\ntouch ${marker}\n`);
  chmodSync(trap, 0o755);
  appendFileSync(
    join(folder, '.git/config'),
    `[core]\n\tfsmonitor = ${trap}\n\tpager = ${trap}\n\tsshCommand = ${trap}\n` +
      `[diff]\n\texternal = ${trap}\n\tsubmodule = diff\n[diff "x"]\n\ttextconv = ${trap}\n\tcommand = ${trap}\n` +
      `[filter "x"]\n\tclean = ${trap}\n\tsmudge = ${trap}\n\trequired = true\n` +
      `[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${trap}\n` +
      `[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = ${folder}\n\tuploadpack = ${trap}\n\tpromisor = true\n` +
      `[protocol]\n\tallow = always\n[protocol "file"]\n\tallow = always\n`,
  );
  writeFileSync(join(folder, '.gitattributes'), '* diff=x filter=x\n');
  return marker;
}

test('a program that the repository names is not run', async () => {
  const marker = booby();
  expect(await lastCommit(folder)).toMatch(/-one\n\+two/);
  expect(existsSync(marker)).toBe(false);
  // The traps are ones: git as a person runs it falls into them.
  execFileSync('git', ['-c', 'safe.directory=*', '--no-pager', 'show'], { cwd: folder, stdio: 'ignore' });
  expect(existsSync(marker)).toBe(true);
});

test('a missing object is not fetched by a program that the repository names', async () => {
  const marker = booby();
  const blob = await git(['rev-parse', 'HEAD:a.txt'], folder);
  rmSync(join(folder, '.git/objects', blob.slice(0, 2), blob.slice(2)));
  expect(await lastCommit(folder)).toBeNull();
  expect(existsSync(marker)).toBe(false);
});

test('a replacement does not take the place of the commit', async () => {
  const [head, first] = await Promise.all([
    git(['rev-parse', 'HEAD'], folder),
    git(['rev-parse', 'HEAD^'], folder),
  ]);
  const other = await git(
    [
      '-c',
      'user.name=E',
      '-c',
      'user.email=e@example.com',
      'commit-tree',
      '-p',
      first,
      '-m',
      'FAKE',
      `${first}^{tree}`,
    ],
    folder,
  );
  await git(['replace', head, other], folder);
  expect(await lastCommit(folder)).toMatch(/Second/);
  expect(await git(['log', '-1', '--format=%s'], folder)).toBe('FAKE');
});

test('a huge commit on one line is shown as what it is, at once', async () => {
  writeFileSync(join(folder, 'a.txt'), 'x'.repeat(40_000_000));
  await git([...commit, 'Huge'], folder);
  for (let file = 0; file < 9; file += 1)
    writeFileSync(join(folder, `${file}.txt`), `${file}`.repeat(900_000));
  await git(['add', '--all'], folder);
  await git([...commit, 'Large'], folder);
  const shown = await lastCommit(folder);
  expect(shown).toMatch(/Large/);
  expect(shown!.length).toBeLessThan(61_000);
});

test('a repository above the workspace does not answer for it', async () => {
  execFileSync('mkdir', ['-p', join(folder, 'work')]);
  expect(await lastCommit(join(folder, 'work'))).toBeNull();
});

test('a pipe in the place of a file that git reads ends in no answer', async () => {
  rmSync(join(folder, '.git/config'));
  execFileSync('mkfifo', [join(folder, '.git/config')]);
  symlinkSync('config', join(folder, '.git/config.worktree'));
  expect(await askCheckout(['rev-parse', 'HEAD'], folder, { timeoutMs: 500 })).toMatchObject({ code: null });
});
