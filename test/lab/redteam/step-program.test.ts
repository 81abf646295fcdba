import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bundledStep } from '../../../lab/redteam/step-program.ts';

test('the built step is attacked while no source of it is newer', () => {
  const root = mkdtempSync(join(tmpdir(), 'built-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const put = (path: string, seconds: number) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
    utimesSync(join(root, path), seconds, seconds);
  };
  put('core/policy/judge.ts', 1000);
  put('lab/model/server.ts', 9000);
  expect(bundledStep(root)).toBe(null);
  put('build/attacked-step.js', 1001);
  expect(bundledStep(root)).toBe(join(root, 'build/attacked-step.js'));
  put('lab/redteam/holes/cage.ts', 1002);
  expect(bundledStep(root)).toBe(null);
});
