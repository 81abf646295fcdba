import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashFile } from '../../../edge/files/hash-file.ts';
import { hashedOnce } from '../../../lab/redteam/hashed-once.ts';

let root: string;
let read: number;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hashed-once-'));
  read = 0;
});
afterEach(() => rmSync(root, { recursive: true }));

const hash = (path: string) =>
  hashedOnce(join(root, 'known.json'), (file) => {
    read += 1;
    return hashFile(file);
  })(path);

test('a file is read once, for every run that asks', async () => {
  const file = join(root, 'claude');
  writeFileSync(file, 'abc');
  const first = await hash(file);
  expect(first).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  await expect(hash(file)).resolves.toBe(first);
  expect(read).toBe(1);
});

test('a file that was changed in place, its size and time kept, is read again', async () => {
  const file = join(root, 'claude');
  writeFileSync(file, 'abc');
  const first = await hash(file);
  const { atime, mtime } = statSync(file);
  writeFileSync(file, 'abd');
  utimesSync(file, atime, mtime);
  await expect(hash(file)).resolves.not.toBe(first);
  expect(read).toBe(2);
});

test('what is kept and is no record of a hash is not believed', async () => {
  const file = join(root, 'claude');
  writeFileSync(file, 'abc');
  writeFileSync(join(root, 'known.json'), '{"file":1}');
  await expect(hash(file)).resolves.toMatch(/^ba7816bf/);
  expect(JSON.parse(readFileSync(join(root, 'known.json'), 'utf8'))).toMatchObject({
    sha256: expect.stringMatching(/^ba7816bf/),
  });
});
