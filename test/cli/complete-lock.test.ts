import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { completeLock } from '../../cli/complete-lock.ts';

const lockFile = new URL('../../package-lock.json', import.meta.url).pathname;

function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lock-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(lockFile, join(folder, 'package-lock.json'));
  return join(folder, 'package-lock.json');
}

test('the committed lock file names every platform, so that npm ci takes it', () => {
  const file = copy();
  expect(completeLock(file)).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(readFileSync(lockFile, 'utf8'));
});
