import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { placeFinder } from '../../../edge/claude/find-place.ts';

const folder = mkdtempSync(join(tmpdir(), 'places-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const find = placeFinder(folder);

mkdirSync(join(folder, '.github'));
writeFileSync(join(folder, '.env'), 'x');
linkSync(join(folder, '.env'), join(folder, 'notes.md'));
symlinkSync('.github', join(folder, 'ci'));
symlinkSync('/workspace/.github', join(folder, 'absolute'));
symlinkSync('/etc/passwd', join(folder, 'out'));
symlinkSync(folder, join(folder, 'host'));

describe('what a path of the cage is on our disk', () => {
  test.each([
    ['/workspace/ci/new.yml', { path: '/workspace/.github/new.yml', names: 1 }],
    ['/workspace/absolute/new.yml', { path: '/workspace/.github/new.yml', names: 1 }],
    ['/workspace/out', { path: '/etc/passwd', names: 1 }],
    // A path of our own world means nothing in the cage's.
    ['/workspace/host/.env', { path: `${folder}/.env`, names: 1 }],
    ['/workspace/notes.md', { path: '/workspace/notes.md', names: 2 }],
    ['/workspace/nothing/there', { path: '/workspace/nothing/there', names: 1 }],
    ['/workspace/notes.md/below', { path: '/workspace/notes.md/below', names: 1 }],
    [`/workspace/${'x'.repeat(300)}`, { path: `/workspace/${'x'.repeat(300)}`, names: 1 }],
    ['/workspace/a\0b', { path: '/workspace/a\0b', names: 1 }],
    ['/etc/passwd', { path: '/etc/passwd', names: 1 }],
  ])('%s', (path, place) => {
    expect(find(path)).toEqual(place);
  });

  test('a closed folder is told, not guessed about', () => {
    mkdirSync(join(folder, 'shut'));
    chmodSync(join(folder, 'shut'), 0);
    chmodSync(folder, 0o711);
    // Nothing is closed to root.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      expect(find('/workspace/shut/a')).toEqual({ unknown: '/workspace/shut/a cannot be looked at' });
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });
});
