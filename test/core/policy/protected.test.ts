import { expect, test } from 'vitest';
import { isProtected } from '../../../core/policy/protected.ts';

test.each<[string, boolean, boolean]>([
  ['.git', true, true],
  ['a/.git/b', true, true],
  ['a.git', false, false],
  ['.gitx', false, false],
  ['x/.env', true, true],
  ['.env.a', true, true],
  ['.env.a/b', true, true],
  ['x.env', false, false],
  ['.envx', false, false],
  ['.envrc', true, true],
  ['.github/a', false, true],
  ['x.github', false, false],
  ['a\n/.github/x', false, true],
  ['AGENTS.md', false, true],
  ['a/CLAUDE.local.md', false, true],
  ['CLAUDE.x.md', false, false],
  ['CLAUDEXmd', false, false],
  ['.vscode', false, true],
  ['.devcontainer/a', false, true],
  ['.gitmodules', false, true],
  ['.gitattributes', false, true],
  ['/etc/.git', true, true],
  ['/.github', false, true],
])('%j is closed to reading: %s, to writing: %s', (path, read, write) => {
  expect([isProtected(path, 'read'), isProtected(path, 'write')]).toEqual([read, write]);
});
