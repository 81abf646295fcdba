import { globSync, readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { expect, test } from 'vitest';
import { ALONE } from './alone.ts';

/* Of two files that share their modules, a mock in one would hold in both, or in none. */

test('whatever takes a module’s place is run alone', () => {
  const mocking = globSync('test/**/*.test.ts').filter((path) =>
    /^vi\.(?:do)?mock\(/m.test(readFileSync(path, 'utf8')),
  );
  expect(mocking.length).toBeGreaterThan(3);
  const shared = mocking.filter((path) => !ALONE.some((pattern) => matchesGlob(path, pattern)));
  expect(shared).toEqual([]);
});
