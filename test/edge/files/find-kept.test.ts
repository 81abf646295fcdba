import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findKept } from '../../../edge/files/find-kept.ts';
import { sha256 } from '../../../edge/keys/digest.ts';

/* What a hostile job left under `files/` (M33): plain files are counted, and nothing else is followed or read. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-kept-'));
  mkdirSync(join(folder, 'files'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, 'files', name);

test('files are known by their names, sizes and digests', () => {
  writeFileSync(at('a.md'), 'kept');
  expect(findKept(folder)).toEqual(new Map([['a.md', { bytes: 4, sha256: sha256('kept') }]]));
});

test('a run that keeps none has no such folder', () => {
  rmSync(join(folder, 'files'), { recursive: true });
  expect(findKept(folder)).toEqual(new Map());
});

describe('all of it counts for nothing where there is', () => {
  test.each<[string, () => void]>([
    ['a link', () => symlinkSync('/etc/hostname', at('a.md'))],
    ['a folder', () => mkdirSync(at('a.md'))],
    ['a file of holes', () => (writeFileSync(at('a.md'), ''), truncateSync(at('a.md'), 2 ** 40))],
    ['one file too many', () => Array.from({ length: 21 }, (_, name) => writeFileSync(at(`${name}`), ''))],
  ])('%s', (_, leave) => {
    leave();
    expect(findKept(folder)).toBeNull();
  });
});

test('a link in the place of the folder is not followed', () => {
  rmSync(join(folder, 'files'), { recursive: true });
  symlinkSync('/etc', join(folder, 'files'));
  expect(findKept(folder)).toBeNull();
});
