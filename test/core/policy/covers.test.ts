import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coversCommand } from '../../../core/policy/bash/covers-command.ts';
import { judgeCommand } from '../../../core/policy/bash/judge-command.ts';
import { coversPath, fitsPath } from '../../../core/policy/path-pattern.ts';

describe('a pattern of paths', () => {
  test.each([
    ['*', '**'],
    ['src/**', 'src/a/b.js'],
    ['src/**', 'src/**'],
    ['src/**', 'src/a/**'],
    ['src/**', 'src/*.js'],
    ['src/', 'src/a'],
    ['*.md', 'docs/a.md'],
    ['*.md', '*.md'],
    ['**/a', 'x/**/a'],
    ['src/*', 'src/a*'],
  ])('%s covers %s', (outer, inner) => expect(coversPath(outer, inner)).toBe(true));

  test.each([
    ['src/**', 'lib/a'],
    ['src/**', '**'],
    ['src/*', 'src/**'],
    ['src/*', 'src/a/b'],
    ['src/a.js', 'src/*'],
    ['src/?', 'src/*'],
    ['docs/*.md', '*.md'],
    ['src/**/*', 'src/**'],
  ])('%s does not cover %s', (outer, inner) => expect(coversPath(outer, inner)).toBe(false));

  const part = fc.constantFrom('a', 'b', 'ab', '*', '**', '?', 'a*', '*b');
  const pattern = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const path = fc
    .array(fc.constantFrom('a', 'b', 'ab', 'aab', 'c'), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join('/'));

  const law = (covers: typeof coversPath, seen = { covered: 0 }) =>
    fc.property(pattern, pattern, path, (outer, inner, one) => {
      if (!covers(outer, inner) || !fitsPath(inner, one)) return true;
      seen.covered += 1;
      return outer === '*' || fitsPath(outer, one);
    });

  test('that covers another fits whatever that one fits', () => {
    const seen = { covered: 0 };
    fc.assert(law(coversPath, seen), { numRuns: 30_000 });
    expect(seen.covered).toBeGreaterThan(300);
  });

  test('ablation: reading the inner pattern as a path', () => {
    expect(fc.check(law(fitsPath), { numRuns: 30_000, seed: 1 }).failed).toBe(true);
  });
});

describe('patterns of commands', () => {
  const allowed = ['npm test', 'git log *', 'npm run:*'];
  test.each([
    'npm test',
    'git log *',
    'git log -1',
    'git log --oneline *',
    'npm run build',
    'npm run lint *',
  ])('cover %s', (asked) => expect(coversCommand(allowed, asked)).toBe(true));
  test.each([
    'npm *',
    'git *',
    '*',
    'npm test *',
    'npm test; id',
    'git log; id',
    'git log *; id',
    'git log --output=x',
  ])('do not cover %s', (asked) => expect(coversCommand(allowed, asked)).toBe(false));
  test('cover nothing where there are none, and everything where one stands for it', () => {
    expect(coversCommand([], 'npm test')).toBe(false);
    expect(coversCommand(['*'], 'npm test')).toBe(true);
    expect(coversCommand(['*'], 'git log *')).toBe(true);
  });

  const word = fc.constantFrom('git', 'log', 'npm', 'test', '-1', 'a', '*');
  const rule = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
  const line = fc
    .array(fc.constantFrom('git', 'log', 'npm', 'test', '-1', 'a', 'status'), { minLength: 1, maxLength: 4 })
    .map((words) => words.join(' '));

  test('that cover another allow the program and words that it allows', () => {
    const seen = { covered: 0 };
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 3 }), rule, line, (outer, inner, command) => {
        const passes = (rules: string[]) => judgeCommand(command, { allow: rules, deny: [] }) === 'pass';
        if (!coversCommand(outer, inner) || !passes([inner])) return;
        seen.covered += 1;
        // Options of a program that is only named in part are judged more strictly than those of a whole line.
        const objection = judgeCommand(command, { allow: outer, deny: [] });
        expect(objection === 'pass' || !/not among the commands/.test(objection.because), command).toBe(true);
      }),
      { numRuns: 20_000 },
    );
    expect(seen.covered).toBeGreaterThan(100);
  });
});
