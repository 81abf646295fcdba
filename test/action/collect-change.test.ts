import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { isRefusal } from '../../core/refusal.ts';
import { git } from '../../edge/runner/git.ts';
import { makeCopies, put } from './collecting.ts';

/* What an agent left in its copy becomes a change that was judged, all of it, or nothing. */

type Copies = Awaited<ReturnType<typeof makeCopies>>;
let made: Copies | undefined;
afterEach(() => {
  made?.end();
  made = undefined;
});

const FILES = {
  'src/add.js': 'one\ntwo\n',
  'src/old.js': 'old\n',
  'run.sh': '#!/bin/sh\n',
  '.gitignore': 'node_modules\n*.log\n',
};

async function changed(
  act: (copy: string, made: Copies) => void | Promise<void>,
  left: Record<string, string> = {},
) {
  made = await makeCopies(FILES, left);
  await act(made.copy, made);
  return made.collect();
}

test('edits, new files, deletions and renames are read, and the patch makes a clean clone the same', async () => {
  const found = await changed((copy) => {
    put(copy, { 'src/add.js': 'one\nzwei\n', 'src/deep/new.js': 'neu\n', 'ünïcode.md': 'x' });
    renameSync(join(copy, 'src/old.js'), join(copy, 'src/moved.js'));
  });
  if (isRefusal(found) || made === undefined) throw new Error(JSON.stringify(found));
  expect(found.files).toEqual([
    { path: 'src/add.js', mode: '100644', content: 'one\nzwei\n' },
    { path: 'src/deep/new.js', mode: '100644', content: 'neu\n' },
    { path: 'src/moved.js', mode: '100644', content: 'old\n' },
    { path: 'src/old.js', mode: null, content: null },
    { path: 'ünïcode.md', mode: '100644', content: 'x' },
  ]);
  const clone = await made.clone();
  writeFileSync(join(made.root, 'changes.patch'), found.patch);
  await git(['apply', '--index', join(made.root, 'changes.patch')], clone);
  expect(readFileSync(join(clone, 'src/add.js'), 'utf8')).toBe('one\nzwei\n');
  expect(await git(['status', '--short'], clone)).toContain('A  src/deep/new.js');
});

test('what is ignored, or lay there before, is none of it', async () => {
  const found = await changed(
    (copy) =>
      put(copy, {
        'node_modules/a/index.js': 'x',
        'node_modules/a/.git/HEAD': 'x',
        'src/b.log': 'y',
        'src/c.js': 'z',
      }),
    { 'gha-creds-1.json': '{"token":"dummy"}', 'node_modules/left.js': 'l' },
  );
  expect(found).toMatchObject({ files: [{ path: 'src/c.js' }] });
});

describe('the whole is refused, and it is said why, for', () => {
  test.each<[string, (copy: string, made: Copies) => void | Promise<void>, RegExp]>([
    ['nothing at all', () => {}, /nothing was changed/],
    [
      'a new program',
      (copy) => (put(copy, { 'x.sh': '' }), chmodSync(join(copy, 'x.sh'), 0o755)),
      /`x\.sh` is a new file that may be executed/,
    ],
    [
      'a file that is made a program',
      (copy) => chmodSync(join(copy, 'run.sh'), 0o755),
      /`run\.sh` is made a file that may be executed/,
    ],
    ['a new link', (copy) => symlinkSync('/etc/passwd', join(copy, 'link')), /`link` is a symbolic link/],
    [
      'a link in the place of a file',
      (copy) => (rmSync(join(copy, 'run.sh')), symlinkSync('/etc/passwd', join(copy, 'run.sh'))),
      /`run\.sh` is a symbolic link/,
    ],
    [
      'a link in the place of a folder',
      (copy) => (rmSync(join(copy, 'src'), { recursive: true }), symlinkSync('/nowhere', join(copy, 'src'))),
      /`src` is a symbolic link/,
    ],
    ['a pipe', (copy) => void execFileSync('mkfifo', [join(copy, 'pipe')]), /`pipe` is no plain file/],
    [
      'a pipe in the place of a file',
      (copy) => (rmSync(join(copy, 'run.sh')), void execFileSync('mkfifo', [join(copy, 'run.sh')])),
      /`run\.sh` is no plain file/,
    ],
    [
      'a repository inside',
      (copy) => put(copy, { 'vendor/.git/config': 'x' }),
      /`vendor\/\.git` is a repository of its own/,
    ],
    ['a binary file', (copy) => put(copy, { 'a.bin': Buffer.from([1, 0, 2]) }), /`a\.bin` is no text/],
    [
      'bytes that are no UTF-8',
      (copy) => put(copy, { 'a.txt': Buffer.from([0xff, 0xfe]) }),
      /`a\.txt` is no text/,
    ],
    [
      'a huge sparse file',
      (copy) => (put(copy, { big: '' }), truncateSync(join(copy, 'big'), 2 ** 40)),
      /`big` takes more than 500 kB/,
    ],
    [
      'a name that is no UTF-8',
      (copy) => writeFileSync(Buffer.concat([Buffer.from(`${copy}/`), Buffer.from([0xff])]), 'x'),
      /no UTF-8/,
    ],
    [
      'a workflow',
      (copy) => put(copy, { '.github/workflows/x.yml': 'on: push' }),
      /\.github\/workflows\/x\.yml` is protected/,
    ],
    [
      'attributes',
      (copy) => put(copy, { 'a/.gitattributes': '* filter=x' }),
      /\.gitattributes` is protected/,
    ],
    [
      'a file in the place of a folder',
      (copy) => (rmSync(join(copy, 'src'), { recursive: true }), put(copy, { src: 'x' })),
      /`src` is a folder/,
    ],
    [
      'a folder in the place of a file',
      (copy) => (rmSync(join(copy, 'run.sh')), put(copy, { 'run.sh/x': 'x' })),
      /`run\.sh\/x` lies below a file/,
    ],
    ['a twin', (copy) => put(copy, { 'SRC/x.js': 'x' }), /differs from another name only/],
    [
      'a file that an earlier step had changed',
      (copy, { checkout }) => {
        put(checkout, { 'run.sh': 'earlier' });
        put(copy, { 'run.sh': 'x' });
      },
      /was not as in its commit/,
    ],
    [
      'a file that an earlier step had left',
      (copy, { checkout }) => {
        put(checkout, { 'left.txt': 'earlier' });
        put(copy, { 'left.txt': 'x' });
      },
      /is in no commit/,
    ],
  ])('%s', async (_, act, words) => {
    expect(await changed(act)).toMatchObject({
      code: 'patch-refused',
      because: expect.stringMatching(words),
    });
  });
});

test("a hostile .git in the copy is nowhere looked at, and git's own store of the checkout stays as it is", async () => {
  const marker = '/tmp/never-made-by-collect';
  const found = await changed((copy) => {
    rmSync(join(copy, '.git'), { recursive: true });
    mkdirSync(join(copy, '.git/hooks'), { recursive: true });
    put(copy, {
      '.git/config': `[core]\n\tfsmonitor = touch ${marker}\n\tworktree = /\n[filter "x"]\n\tclean = touch ${marker}\n`,
      '.git/info/attributes': '* filter=x\n',
      '.git/objects/info/alternates': '/nowhere\n',
      'src/add.js': 'three\n',
    });
  });
  expect(found).toMatchObject({ files: [{ path: 'src/add.js', content: 'three\n' }] });
  expect(existsSync(marker)).toBe(false);
});

test('files that the agent closed are opened, and read all the same', async () => {
  const found = await changed((copy) => {
    put(copy, { 'shut/in.txt': 'in' });
    chmodSync(join(copy, 'shut/in.txt'), 0);
    chmodSync(join(copy, 'shut'), 0);
  });
  expect(found).toMatchObject({ files: [{ path: 'shut/in.txt', content: 'in' }] });
});
