import { describe, expect, test } from 'vitest';
import {
  allows,
  isEverything,
  isExact,
  mayDeny,
  parseRulePattern,
} from '../../../../core/policy/bash/rule-pattern.ts';
import type { Argument } from '../../../../core/policy/bash/words.ts';

/** `$x` is one unknown word, `$@` any number. */
function argv(text: string): Argument[] {
  return text.split(' ').map((word) => {
    if (!word.startsWith('$')) return { literal: word };
    return { dynamic: word, prefix: '', splits: word === '$@' };
  });
}

test.each<[string, string[], boolean]>([
  ['npm test', ['npm', 'test'], false],
  ['git log *', ['git', 'log'], true],
  ['git log:*', ['git', 'log'], true],
  ['  git \t log:* \n', ['git', 'log'], true],
  ['npm run a:*b', ['npm', 'run', 'a:*b'], false],
  ['npm run test*', ['npm', 'run', 'test*'], false],
  ['*', [], true],
  [':*', [], true],
  [' ', [], false],
])('%j is read as %j, open: %s', (text, words, open) => {
  expect(parseRulePattern(text)).toEqual({ text, words, open });
});

test.each<[string, boolean, boolean]>([
  ['npm test', false, true],
  ['git log *', false, false],
  ['git log:*', false, false],
  ['node scripts/*.js', false, false],
  ['git * main', false, false],
  ['*', true, false],
  ['', false, true],
])('%j is every command: %s, and one command: %s', (text, everything, exact) => {
  const pattern = parseRulePattern(text);
  expect([isEverything(pattern), isExact(pattern)]).toEqual([everything, exact]);
});

describe('a pattern that allows', () => {
  test.each([
    ['*', 'anything at all'],
    ['git log *', 'git log'],
    ['git log *', 'git log -5 a'],
    ['git log:*', 'git log -5'],
    ['git log *', 'git log $x'],
    ['npm test', 'npm test'],
    ['node scripts/*.js', 'node scripts/a.js'],
    ['npm run test*', 'npm run test:unit'],
    ['a *b*c* d', 'a xbxcx d'],
    ['git * main', 'git diff main'],
    ['cat *.md', 'cat .md'],
    ['cat *b*', 'cat bx'],
    ['cat a*b', 'cat ab'],
    ['cat a*b*c', 'cat abc'],
  ])('%s allows %s', (pattern, command) => {
    expect(allows(parseRulePattern(pattern), argv(command))).toBe(true);
  });

  test.each([
    ['git log *', 'git logs'],
    ['git log *', 'git'],
    ['git log *', 'git -C a log'],
    ['git log *', '/usr/bin/git log'],
    ['git log *', 'git $x'],
    ['npm test', 'npm test a'],
    ['npm test', 'npm $x'],
    ['npm test', 'npm test $@'],
    ['git * main', 'git diff a main'],
    ['node scripts/*.js', 'node scripts/a.js b'],
    ['aa*a', 'aa'],
    ['cat x*ab*b', 'cat xab'],
    ['cat a*b*c', 'cat axc'],
    ['cat *.md', 'cat a.mdx'],
    ['cat a*', 'cat ba'],
    ['cat ab', 'cat abc'],
    ['git log * *', 'git log'],
  ])('%s does not allow %s', (pattern, command) => {
    expect(allows(parseRulePattern(pattern), argv(command))).toBe(false);
  });
});

describe('a pattern that denies', () => {
  test.each([
    ['git push *', 'git push'],
    ['git push', 'git push origin'],
    ['git push *', '/usr/bin/git push'],
    ['git push *', 'git --no-pager -C a push'],
    ['git push *', 'git $x'],
    ['git push *', 'git $@ push'],
    ['git push *', '$x push'],
    ['git * --force', 'git push origin --force'],
    ['git push --force', 'git $@ --force'],
    ['*', 'ls'],
    ['* *', 'ls'],
    ['* push', 'git push'],
    ['* * --force', 'git push --force origin'],
    ['git * * --force', 'git push --force'],
    ['/usr/bin/git push', '/usr/bin/git push'],
    ['/usr/bin/git push', '/usr/bin/git --no-pager push'],
    ['bin/x', 'bin/x a'],
    ['git', 'git'],
    ['git', 'git push'],
    ['git push', 'git -C $d push'],
    ...['-c', '-C', '--git-dir', '--work-tree', '--namespace', '--config-env'].map((option) => [
      'git push',
      `git ${option} log push`,
    ]),
    ['npm publish', 'npm --silent publish'],
    ['npm publish', 'npm --silent --tag next publish --dry-run'],
    ['make install', 'make -C sub install'],
    ['docker push *', 'docker --config $d push a'],
  ])('%s may deny %s', (pattern = '', command = '') => {
    expect(mayDeny(parseRulePattern(pattern), argv(command))).toBe(true);
  });

  test.each([
    ['git push *', 'git log'],
    ['git push *', 'git log $x'],
    ['git push *', 'git'],
    ['git push *', 'echo git push'],
    ['git push *', 'git-push'],
    ['git * --force', 'git push origin'],
    ['/usr/bin/git push', '/bin/git push'],
    ['/usr/bin/git push', 'git push'],
    ['git push', 'git -C push log'],
    ['git push', 'git --no-pager log push'],
    ['git push', 'git -C'],
    ['git push', 'git -C push'],
    ['git push', 'git -C $d log'],
    ['npm publish', 'npm --silent test run publish'],
    ['npm publish', 'npm run publish'],
  ])('%s does not deny %s', (pattern, command) => {
    expect(mayDeny(parseRulePattern(pattern), argv(command))).toBe(false);
  });

  test('nothing is denied where no program is started', () => {
    expect(mayDeny(parseRulePattern('*'), [])).toBe(false);
  });
});
