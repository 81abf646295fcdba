import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashFile } from '../../../edge/files/hash-file.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'hash-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([0, 1, 1024 * 1024, 1024 * 1024 + 1, 5_000_003])('the hash of a file of %i bytes', async (size) => {
  const bytes = Buffer.alloc(size, 'abcdefg');
  const file = join(folder, "it's a file");
  writeFileSync(file, bytes);
  expect(await hashFile(file)).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('a file that is not there, or is a folder, has none', async () => {
  await expect(hashFile(join(folder, 'none'))).rejects.toThrow('ENOENT');
  await expect(hashFile(folder)).rejects.toThrow('EISDIR');
});

test('the caller can work meanwhile', async () => {
  const file = join(folder, 'large');
  writeFileSync(file, Buffer.alloc(200_000_000));
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 1);
  await hashFile(file);
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(5);
});
