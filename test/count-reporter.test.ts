import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, run } from './cli/run-dispatch.ts';

const folder = join(ROOT, '.cache/count-reporter');
const FILES: Record<string, string> = {
  good: `test('a', () => {});\ntest.skip('b', () => {});\ntest.todo('c');`,
  bad: `test('a', () => {});\ntest('b', () => expect(1).toBe(2));`,
  broken: `throw new Error('this file cannot be loaded');`,
  late: `test('a', () => { void Promise.reject(new Error('nobody waits for this')); });`,
};

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(
      join(folder, name, 'x.test.ts'),
      `import { expect, test } from 'vitest';\n${text}\nvoid expect;\n`,
    );
  }
  const config = `import { countReporter } from '${ROOT}test/count-reporter.ts';\nexport default { test: { include: ['**/*.test.ts'], reporters: ['default', countReporter()] } };\n`;
  writeFileSync(join(folder, 'vitest.config.ts'), config);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['good', 0, '1 passed, 0 failed, 2 skipped'],
  ['bad', 1, '1 passed, 1 failed'],
  ['broken', 1, '0 passed, 1 failed'],
  ['late', 1, '1 passed, 1 failed'],
  ['absent', 1, '0 passed, 1 failed'],
])('a run of %s tests exits with %i and ends with the line: %s', async (name, code, last) => {
  const path = `${ROOT}node_modules/.bin:/usr/bin:/bin`;
  const finished = await run(`${ROOT}node_modules/.bin/vitest`, ['run', `${name}/`], { cwd: folder, path });
  expect(finished.out.trimEnd().split('\n').at(-1)).toBe(last);
  expect(finished.code).toBe(code);
});
