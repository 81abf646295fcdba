import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { failureClasses, precedence, type FailureClass } from '../../../core/failure/classes.ts';
import { classOf, codes, foremost, type RefusalCode } from '../../../core/failure/codes.ts';
import type { FaultCode } from '../../../core/fault.ts';
import { refuse } from '../../../core/refusal.ts';

const ROOT = new URL('../../../', import.meta.url);
const FOLDERS = ['core', 'edge', 'action', 'app', 'cli'];
const sources = FOLDERS.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: ROOT.pathname }))
  .filter((path) => !path.startsWith('core/failure/') && path !== 'core/report/page-code.ts')
  .map((path) => ({ path, text: readFileSync(new URL(path, ROOT), 'utf8') }));
const all: readonly string[] = precedence.flatMap((name) => codes[name]);

/** Codes with which a row of a job is ended without a refusal: `finish(job, STATE, CODE)`. */
function finishedWith(text: string): string[] {
  return [...text.matchAll(/\.finish\(\s*\w+,\s*'\w+',\s*'([a-z-]+)'/g)].map(([, code]) => code ?? '');
}

describe('the classes of failures', () => {
  test('every accident has a class, and nothing else is taken for a code', () => {
    // Only compiled: an accident without a class, and a refusal with an unknown code, are no valid programs.
    const accident: FaultCode = 'cli-missing';
    const code: RefusalCode = accident;
    // @ts-expect-error: a code that no class has
    refuse('no-such-code', 'b', 'r');
    expect(classOf(code)).toBe('cli');
  });

  test('a code has one class', () => expect(new Set(all).size).toBe(all.length));

  test('every code is one that something is refused with', () => {
    const made = new Set(sources.flatMap(({ text }) => text.match(/(?<=')[a-z][a-z-]+(?=')/g) ?? []));
    const prefixes = sources.flatMap(({ text }) => text.match(/(?<=refuse\(\s*`)[a-z-]+-(?=\$\{)/g) ?? []);
    const isMade = (code: string) => made.has(code) || prefixes.some((prefix) => code.startsWith(prefix));
    expect(prefixes).toEqual(['comment-']);
    expect(all.filter((code) => !isMade(code))).toEqual([]);
    expect(made.size).toBeGreaterThan(all.length);
  });

  test('what a job is ended with otherwise has a class, too', () => {
    const found = sources.flatMap(({ text }) => finishedWith(text));
    expect(found).toContain('uninstalled');
    expect(found.filter((code) => !all.includes(code))).toEqual([]);
    expect(finishedWith("jobs.finish(job, 'undeliverable', 'never-mapped')")).toEqual(['never-mapped']);
  });

  test('every class says what it means and what to do, and has codes', () => {
    for (const name of precedence) {
      const { meaning, remedy } = failureClasses[name];
      expect(meaning, name).toMatch(/^[A-Z].{20,}\.$/);
      expect(remedy, name).toMatch(/^[A-Z`].{20,}\.$/);
      expect(codes[name].length, name).toBeGreaterThan(0);
    }
  });

  test.each(['', 'no-such-code', '__proto__', 'constructor', 'toString'])('%j is a code of nothing', (code) =>
    expect(classOf(code)).toBe('bug'),
  );
});

describe('the precedence of classes', () => {
  const cause = (name: FailureClass) => ({ code: codes[name][0] as string, name });

  test('of any two causes the one of the earlier class counts, in whatever order they come', () => {
    precedence.forEach((first, at) => {
      for (const second of precedence.slice(at + 1)) {
        expect(foremost([cause(first), cause(second)])?.name).toBe(first);
        expect(foremost([cause(second), cause(first)])?.name).toBe(first);
      }
    });
  });

  test('of two causes of one class the earlier counts; of none, none', () => {
    const one = { code: 'over-budget' };
    const other = { code: 'max-turns' };
    expect(foremost([one, other])).toBe(one);
    expect(foremost([other, one])).toBe(other);
    expect(foremost([])).toBeNull();
  });

  test('a secret comes before all, what only follows from something else comes last', () => {
    expect(precedence[0]).toBe('secret-found');
    expect(precedence.slice(-3)).toEqual(['cli', 'service', 'bug']);
    const before = (one: FailureClass, other: FailureClass) =>
      expect(precedence.indexOf(one)).toBeLessThan(precedence.indexOf(other));
    before('cancelled', 'timeout');
    before('timeout', 'sandbox');
    before('sandbox', 'budget');
    before('api-auth', 'api');
    before('result', 'cli');
  });
});
