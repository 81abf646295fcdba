import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { markOnce } from '../../../edge/files/once.ts';

test('a mark is fresh once, however many ask at the same time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'once-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const place = join(folder, 'marks');
  const answers = await Promise.all(Array.from({ length: 8 }, () => markOnce(place, 'a'.repeat(32))));
  expect(answers.filter(Boolean)).toHaveLength(1);
  expect(await markOnce(place, 'a'.repeat(32))).toBe(false);
  expect(await markOnce(place, 'b'.repeat(32))).toBe(true);
});
