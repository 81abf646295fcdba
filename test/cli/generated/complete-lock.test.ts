import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { completeLock } from '../../../cli/generated/complete-lock.ts';

const root = new URL('../../../', import.meta.url);

function copy(lockFile: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lock-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(lockFile, join(folder, 'package-lock.json'));
  return join(folder, 'package-lock.json');
}

test.each(['package-lock.json', 'test/mutation/package-lock.json'])(
  'the committed %s names every platform, so that npm ci takes it',
  (path) => {
    const lockFile = new URL(path, root).pathname;
    const file = copy(lockFile);
    expect(completeLock(file)).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(lockFile, 'utf8'));
  },
);
