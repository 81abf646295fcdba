import { expect, test } from 'vitest';
import { judge } from '../../../core/policy/judge.ts';
import { fitsPath } from '../../../core/policy/path-pattern.ts';

test.each([
  ['src/**', 'src/a.ts', true],
  ['src/**', 'src/a/b/c.ts', true],
  ['src/**', 'src', true],
  ['src/**', 'lib/src/a.ts', false],
  ['src/**', 'srcs/a.ts', false],
  ['src/*', 'src/a.ts', true],
  ['src/*', 'src/a/b.ts', false],
  ['./src/', 'src/a/b.ts', true],
  ['**/*.test.ts', 'a/b.test.ts', true],
  ['**/*.test.ts', 'b.test.ts', true],
  ['*.md', 'docs/a.md', true],
  ['*.md', 'docs/a.mdx', false],
  ['package.json', 'package.json', true],
  ['package.json', 'sub/package.json', true],
  ['/package.json', 'package.json', true],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['a/**/b', 'a/x/y/c', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a*b*c', 'aXbYc', true],
  ['a.b', 'aXb', false],
  ['a*', 'ba', false],
  ['*b', 'abc', false],
  ['a**', 'a', true],
  ['a*b', 'aXbXb', true],
  ['?', '', false],
  ['*', '', false],
  ['**', '', true],
  ['src/*', '/src//a.ts', true],
  ['src/./a', 'src/a', false],
  ['.src/a', 'src/a', false],
  ['a/**/**/b', 'a/b', true],
  ['a/b', 'a/b/c', false],
])('%s and %s: %s', (pattern, path, fits) => {
  expect(fitsPath(pattern, path)).toBe(fits);
});

test('a pattern made to be slow is not', () => {
  expect(fitsPath('**/'.repeat(200) + 'x', 'a/'.repeat(200) + 'b')).toBe(false);
  expect(fitsPath(`${'*a'.repeat(500)}b`, 'a'.repeat(4000))).toBe(false);
});

const plan = {
  tools: ['Read', 'Grep', 'Glob', 'Edit', 'Write'],
  allowedTools: ['Read', 'Edit(src/**)', 'Grep(src/**)', 'Glob', 'Write(docs/*.md)', 'Write(src/**)'],
  disallowedTools: ['Read(secret/**)', 'Read(Private/**)', 'Edit(src/generated/**)', 'Glob(secret/**)'],
  taintedTools: [],
  policy: 'allow_list' as const,
  timeoutMinutes: 1,
};
const edit = { old_string: 'a', new_string: 'b' };

test.each<[string, object, boolean]>([
  ['Edit', { file_path: 'src/a.ts', ...edit }, true],
  ['Edit', { file_path: '/workspace/src/a/b.ts', ...edit }, true],
  ['Edit', { file_path: 'lib/a.ts', ...edit }, false],
  ['Edit', { file_path: 'src/../lib/a.ts', ...edit }, false],
  ['Edit', { file_path: 'src/generated/a.ts', ...edit }, false],
  ['Edit', { file_path: 'src/x/../generated/a.ts', ...edit }, false],
  ['Write', { file_path: 'docs/a.md', content: '' }, true],
  ['Write', { file_path: 'docs/a/b.md', content: '' }, false],
  ['Write', { file_path: 'src/new.ts', content: '' }, true],
  ['Read', { file_path: 'a.ts' }, true],
  ['Read', { file_path: 'secret/a' }, false],
  ['Read', { file_path: 'SECRET/a' }, false],
  ['Read', { file_path: 'private/a' }, false],
  ['Read', { file_path: 'Private/a' }, false],
  ['Grep', { pattern: 'x', path: 'src' }, true],
  ['Grep', { pattern: 'x', path: 'src/a' }, true],
  ['Grep', { pattern: 'x' }, false],
  ['Grep', { pattern: 'x', path: '.' }, false],
  ['Glob', { pattern: '*' }, false],
])('%s %j: %s', (tool, input, allow) => {
  const verdict = judge({ tool, input, actor: 'main' }, plan);
  expect(verdict.allow).toBe(allow);
  expect(allow || verdict.rule).toBe(allow ? true : 'listed-paths');
});
