import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lookAtFile } from '../../../edge/files/look-at-file.ts';

/* A file that an agent names is looked at without following anything. */

const root = mkdtempSync(join(tmpdir(), 'look-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const copy = join(root, 'copy');
mkdirSync(join(copy, 'deep'), { recursive: true });
writeFileSync(join(root, 'outside.md'), 'outside');
writeFileSync(join(copy, 'deep/a.md'), 'four');
writeFileSync(join(copy, 'twice.md'), 'x');
linkSync(join(copy, 'twice.md'), join(copy, 'deep/again.md'));
symlinkSync('../outside.md', join(copy, 'link.md'));
symlinkSync('..', join(copy, 'up'));
execFileSync('mkfifo', [join(copy, 'pipe.md')]);

test('a plain file has its size', () => {
  expect(lookAtFile(copy, 'deep/a.md')).toEqual({ bytes: 4 });
});

test.each([
  ['link.md', 'is a symbolic link'],
  ['up/outside.md', 'lies behind a symbolic link'],
  ['twice.md', 'has more than one name (hard links)'],
  ['deep', 'is a folder'],
  ['pipe.md', 'is no plain file'],
  ['none.md', 'is not there'],
  ['deep/a.md/b', 'is not there'],
])('%s %s', (path, problem) => {
  expect(lookAtFile(copy, path)).toEqual({ problem });
});

test('a look by path would have followed the links', () => {
  expect(statSync(join(copy, 'link.md')).isFile()).toBe(true);
  expect(readFileSync(join(copy, 'up/outside.md'), 'utf8')).toBe('outside');
});

test('of a copy that is not there nothing is known', () => {
  expect(lookAtFile(join(root, 'gone'), 'a.md')).toBeNull();
});
