import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openBelow, openRoot, readBelow } from '../../../edge/files/by-descriptor.ts';
import { compareCopy, TooMuch } from '../../../edge/files/compare-copy.ts';

let root: string;
let copy: string;
let checkout: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'compare-'));
  [copy, checkout] = [join(root, 'copy'), join(root, 'checkout')];
  for (const folder of [copy, checkout]) mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test.each([
  ['entries', { entries: 2 }],
  ['bytes', { bytes: 3 }],
  ['differences', { differences: 1 }],
  ['depth', { depth: 1 }],
])('a copy with too many %s is given up', async (_, most) => {
  for (const folder of [copy, checkout]) {
    mkdirSync(join(folder, 'a/b/c'), { recursive: true });
    for (const name of ['1', '2', '3']) writeFileSync(join(folder, name), 'four');
  }
  for (const name of ['x', 'y']) writeFileSync(join(copy, name), '');
  await expect(compareCopy(copy, checkout, { most })).rejects.toThrow(TooMuch);
  expect((await compareCopy(copy, checkout)).differences).toHaveLength(2);
});

test('a walk that is cancelled ends', async () => {
  writeFileSync(join(copy, 'x'), '');
  await expect(compareCopy(copy, checkout, { cancelled: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});

test('folders that were left out of the copy are no deletion', async () => {
  mkdirSync(join(checkout, 'temp/deep'), { recursive: true });
  writeFileSync(join(checkout, 'temp/deep/x'), '');
  const { differences } = await compareCopy(copy, checkout, { except: [join(checkout, 'temp'), '/nowhere'] });
  expect(differences).toEqual([]);
});

test('no name of a path is followed when it is a link, and nothing that waits is opened', () => {
  writeFileSync(join(root, 'secret'), 'secret');
  symlinkSync(root, join(copy, 'up'));
  symlinkSync('../secret', join(copy, 'link'));
  execFileSync('mkfifo', [join(copy, 'pipe')]);
  const at = openRoot(copy);
  for (const [path, words] of [
    ['up/secret', /ENOTDIR|ELOOP/],
    ['link', /ELOOP/],
    ['pipe', /no plain file/],
    ['.', /no plain file/],
  ] as const)
    expect(() => readBelow(at, Buffer.from(path), 100), path).toThrow(words);
  expect(() => openBelow(at, Buffer.from('up'), 'folder')).toThrow(/ENOTDIR|ELOOP/);
  expect(() => openRoot(join(copy, 'up'))).toThrow(/ENOTDIR|ELOOP/);
});

test('plain git in the copy would run what the agent wrote there: what we do not do is needed', () => {
  execFileSync('git', ['init', '--quiet', copy]);
  const marker = join(root, 'ran');
  execFileSync('git', ['config', 'core.fsmonitor', `touch ${marker} && false`], { cwd: copy });
  execFileSync('git', ['status'], { cwd: copy, stdio: 'ignore' });
  expect(existsSync(marker)).toBe(true);
});
