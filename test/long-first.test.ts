import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROOT } from './cli/run-dispatch.ts';
import { LONG, longFirst } from './long-first.ts';

test('the long files come first, and otherwise the order stays', () => {
  const files = ['core/b', 'story/z', 'core/a', 'lab/fuzz/x', 'story/y'].map((path) => ({
    moduleId: `/house/test/${path}.test.ts`,
  }));
  const order = longFirst(files).map(({ moduleId }) =>
    moduleId.slice('/house/test/'.length, -'.test.ts'.length),
  );
  expect(order).toEqual(['story/z', 'lab/fuzz/x', 'story/y', 'core/b', 'core/a']);
});

test.each(LONG)('%s holds tests', (folder) => {
  expect(globSync(`${folder}**/*.test.ts`, { cwd: ROOT })).not.toEqual([]);
});
