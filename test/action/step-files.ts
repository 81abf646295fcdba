import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach } from 'vitest';

const NAMES = ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'];

/**
 * A folder with the files that the runner gives a step, empty before each test. Once for all tests of a file: the
 * runner's library keeps the path of its summary for as long as the process lives.
 */
export function stepFiles(): { readonly folder: string; readonly read: (name: string) => string } {
  const folder = mkdtempSync(join(tmpdir(), 'step-files-'));
  beforeEach(() => {
    for (const name of NAMES) {
      process.env[name] = join(folder, name);
      writeFileSync(join(folder, name), '');
    }
  });
  afterAll(() => {
    for (const name of NAMES) delete process.env[name];
    rmSync(folder, { recursive: true });
  });
  return { folder, read: (name) => readFileSync(join(folder, name), 'utf8') };
}
