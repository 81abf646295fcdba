import { expect, test } from 'vitest';
import { isManifest, namesFile } from '../../../core/policy/manifests.ts';
import { folded, isInWorkspace, resolveInCage } from '../../../core/policy/paths.ts';

test.each<[string, string | undefined, string]>([
  ['a', undefined, '/workspace/a'],
  ['', undefined, '/workspace'],
  ['.', 'src', '/workspace/src'],
  ['./a//b/', 'src', '/workspace/src/a/b'],
  ['...', undefined, '/workspace/...'],
  ['../a', 'src', '/workspace/a'],
  ['../../a', 'src', '/a'],
  ['../../../../a', 'src', '/a'],
  ['/a/b/../c', 'src', '/a/c'],
  ['/', 'src', '/'],
])('%j in %j is %s', (path, workingDir, resolved) => {
  expect(resolveInCage(path, workingDir)).toBe(resolved);
});

test.each([
  ['/workspace', true],
  ['/workspace/a', true],
  ['/workspacex', false],
  ['/', false],
  ['/a/workspace/b', false],
])('%s is in the workspace: %s', (path, inside) => {
  expect(isInWorkspace(path)).toBe(inside);
});

test.each([
  ['A/.GitHub/b', 'a/.github/b'],
  ['.ｍcp.json', '.mcp.json'],
  ['.g\u200dit\u00ad', '.git'],
  ['.git.', '.git'],
  ['.git . ./config', '.git/config'],
  [`.git${'. '.repeat(127)}/a`, '.git/a'],
  ['.git::$INDEX_ALLOCATION/config', '.git/config'],
  ['.git:a:b', '.git'],
  ['.git:a\nb/c', '.git/c'],
  ['a.b/. c', 'a.b/. c'],
  [' a/b', ' a/b'],
  ['./a/../b', './a/../b'],
  ['a/.../b', 'a//b'],
])('%j is for some file system %j', (path, same) => {
  expect(folded(path)).toBe(same);
});

test.each([
  ['package.json', true],
  ['/workspace/web/Package.JSON', true],
  ['package.json.', true],
  ['requirements/base.txt', false],
  ['requirements-dev.txt', true],
  ['package.jsonx', false],
  ['mypackage.json', false],
  ['package.json/a', false],
])('%s is a manifest: %s', (path, manifest) => {
  expect(isManifest(path)).toBe(manifest);
});

test.each([
  ['package.json', 'package.json', true],
  ['package.json', 'web/package.json', true],
  ['web/package.json', 'web/package.json', true],
  ['*/package.json', 'web/package.json', true],
  ['web/package.json', 'package.json', false],
  ['web/package.json', 'app/package.json', false],
  ['*', 'package.json', false],
  ['*.json', 'package.json', false],
  ['web/**', 'web/package.json', false],
  ['package.json', 'package.json5', false],
])('%s names the file %s: %s', (pattern, path, named) => {
  expect(namesFile(pattern, path)).toBe(named);
});
