import { expect, test } from 'vitest';
import { judge } from '../../../core/policy/judge.ts';
import type { Place } from '../../../core/policy/place.ts';
import { insideWorkspace } from '../../../core/policy/rules/inside-workspace.ts';
import { oneName } from '../../../core/policy/rules/one-name.ts';
import { protectedPaths } from '../../../core/policy/rules/protected-paths.ts';
import type { Rule } from '../../../core/policy/rule.ts';
import { emptyPlan } from './empty-plan.ts';

function said(rule: Rule, tool: string, input: object, places?: Record<string, Place>): string {
  const call = { tool, input, actor: 'main', ...(places && { places }) };
  const verdict = judge(call, emptyPlan, [], [rule]);
  return verdict.allow ? 'allowed' : `${verdict.because} ${verdict.remedy}`;
}

test.each([
  '**/*.ts',
  'src/{a,b}/*.md',
  'a~/b',
  'a/~b',
  'a..b',
  'a../b',
  'a/..b',
  '...',
  'a/.../b',
  '.github/*',
  '*.{..a,b}',
])('the pattern %j stays in the workspace', (pattern) => {
  expect(said(insideWorkspace, 'Glob', { pattern })).toBe('allowed');
  expect(said(insideWorkspace, 'Grep', { pattern: 'x', glob: pattern })).toBe('allowed');
});

test.each([
  '/a',
  '~/a',
  '~root/a',
  '..',
  'a/..',
  '../a',
  'a/../b',
  'a\\b',
  '{..,a}',
  '{a,..}/b',
  '{a,../b}',
  'a{/etc,b}',
  'a{b,/etc}',
  '.{.,a}/b',
  'a/.{./etc,b}',
])('the pattern %j may leave it', (pattern) => {
  const words = `The pattern ${pattern} leads out of the workspace, or may.`;
  const remedy = 'Use a pattern without .., ~, backslashes and a leading slash; `path` says where to begin.';
  expect(said(insideWorkspace, 'Glob', { pattern })).toBe(`${words} ${remedy}`);
  expect(said(insideWorkspace, 'Grep', { pattern: 'x', glob: pattern })).toBe(`${words} ${remedy}`);
});

test('only what a tool takes for paths is one', () => {
  expect(said(insideWorkspace, 'Grep', { pattern: '/../' })).toBe('allowed');
  expect(said(insideWorkspace, 'Glob', { pattern: '*', glob: '/etc' })).toBe('allowed');
  expect(said(insideWorkspace, 'Bash', { command: 'ls', pattern: '..', glob: '..' })).toBe('allowed');
});

test.each<[string, Place, string]>([
  ['a', { path: '/workspace/b', names: 1 }, 'allowed'],
  [
    'a',
    { path: '/etc/passwd', names: 1 },
    'a (a link to /etc/passwd) is outside the workspace. Use a path below /workspace.',
  ],
  [
    'a/b',
    { unknown: '/workspace/a cannot be looked at' },
    'Where this path leads cannot be told: /workspace/a cannot be looked at. Open the folder for other users (chmod o+x), or use another path.',
  ],
])('%s that is %j on disk', (path, place, words) => {
  expect(said(insideWorkspace, 'Read', { file_path: path }, { file_path: place })).toBe(words);
  // The second path of a call counts like the first.
  const both = { file_path: { path: '/workspace/x', names: 1 }, path: place };
  expect(said(insideWorkspace, 'Read', { file_path: 'x', path }, both)).toBe(words);
  expect(said(insideWorkspace, 'Read', { file_path: 'x', path }, { path: place })).toBe(words);
});

test('a path with a null byte is none', () => {
  expect(said(insideWorkspace, 'Read', { file_path: 'a\0b' })).toBe(
    'a�b is outside the workspace. Use a path below /workspace.',
  );
});

test('a file with a second name is refused by the name that was given', () => {
  const place = (names: number) => ({ file_path: { path: '/workspace/b', names } });
  expect(said(oneName, 'Edit', { file_path: 'a' }, place(2))).toBe(
    'a is a file with more than one name: which file it is cannot be told from this one. Copy it (cp) and use the copy.',
  );
  expect(said(oneName, 'Edit', { file_path: 'a' }, place(1))).toBe('allowed');
  expect(said(oneName, 'Edit', { file_path: 'a' }, { file_path: { unknown: 'x' } })).toBe('allowed');
  expect(said(oneName, 'Edit', { file_path: 'a' })).toBe('allowed');
});

test('what a link leads to is protected by its own name, for Write as for Edit', () => {
  const place = { file_path: { path: '/workspace/.github/x.yml', names: 1 } };
  const words =
    '.github/x.yml is protected: git, CI, editors or agents would act on it later. ' +
    'Propose this change in the answer; a person has to make it.';
  for (const tool of ['Edit', 'Write'])
    expect(said(protectedPaths, tool, { file_path: 'a' }, place)).toBe(words);
  expect(said(protectedPaths, 'Read', { file_path: 'a' }, place)).toBe('allowed');
});
