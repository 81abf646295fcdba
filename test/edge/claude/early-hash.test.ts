import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashEarly, hashOf } from '../../../edge/claude/early-hash.ts';
import { shelfOf, thisPlatform } from '../../../edge/claude/shelf.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'early-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function binaryIn(toolCache: string): string {
  const shelf = shelfOf(toolCache, '9.9.9', thisPlatform());
  const path = join(shelf.folder, shelf.binary);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

test('a reading that was begun early serves one comparison, and the next one reads again', async () => {
  writeFileSync(join(folder, 'release.json'), '{"version":"9.9.9"}');
  const path = binaryIn(folder);
  // A pipe is read when it is written, not when a loaded machine comes to it.
  execFileSync('mkfifo', [path]);
  hashEarly(folder, folder);
  await writeFile(path, 'first');
  rmSync(path);
  writeFileSync(path, 'second');
  expect(await hashOf(path)).toBe(sha256('first'));
  expect(await hashOf(path)).toBe(sha256('second'));
});

test('nothing that is missing or broken is in the way', async () => {
  hashEarly(folder, folder);
  writeFileSync(join(folder, 'release.json'), '{');
  hashEarly(folder, folder);
  writeFileSync(join(folder, 'release.json'), '{"version":"9.9.9"}');
  const path = binaryIn(folder);
  hashEarly(folder, folder);
  const hash = hashOf(path);
  await expect(hash).rejects.toThrow('ENOENT');
  writeFileSync(path, 'installed since');
  expect(await hashOf(path)).toBe(sha256('installed since'));
});
