import { globSync, readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { expect, test } from 'vitest';
import { ALONE } from './alone.ts';

/* Of two files that share their modules, a mock in one would hold in both, or in none; and so would the page's path. */

test.each([
  ['takes a module’s place', /^vi\.(?:do)?mock\(/m],
  ['has a step of its own, whose page GitHub’s library looks for once', /\bstepFiles\(\)/],
])('whatever %s is run alone', (_, sign) => {
  const such = globSync('test/**/*.test.ts').filter((path) => sign.test(readFileSync(path, 'utf8')));
  expect(such.length).toBeGreaterThan(3);
  const shared = such.filter((path) => !ALONE.some((pattern) => matchesGlob(path, pattern)));
  expect(shared).toEqual([]);
});
