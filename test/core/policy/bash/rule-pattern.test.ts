import { describe, expect, test } from 'vitest';
import { allows, mayDeny, parseRulePattern } from '../../../../core/policy/bash/rule-pattern.ts';
import type { Argument } from '../../../../core/policy/bash/words.ts';

/** `$x` is one unknown word, `$@` any number. */
function argv(text: string): Argument[] {
  return text.split(' ').map((word) => {
    if (!word.startsWith('$')) return { literal: word };
    return { dynamic: word, prefix: '', splits: word === '$@' };
  });
}

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
  ])('%s may deny %s', (pattern, command) => {
    expect(mayDeny(parseRulePattern(pattern), argv(command))).toBe(true);
  });

  test.each([
    ['git push *', 'git log'],
    ['git push *', 'git log $x'],
    ['git push *', 'git'],
    ['git push *', 'echo git push'],
    ['git push *', 'git-push'],
    ['git * --force', 'git push origin'],
  ])('%s does not deny %s', (pattern, command) => {
    expect(mayDeny(parseRulePattern(pattern), argv(command))).toBe(false);
  });
});
