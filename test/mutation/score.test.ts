import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FOLDERS, LEAST_SCORE, options } from './options.ts';
import { score, type Mutant } from './score.ts';

const mutants = (fileName: string, ...statuses: string[]): Mutant[] =>
  statuses.map((status) => ({ fileName: `/house/${fileName}`, status }));

test('every source of the policy and of the profiles is mutated', () => {
  const mutated = globSync(options(FOLDERS).mutate);
  const policy = globSync('core/policy/**/*.ts');
  const profile = globSync('core/profile/**/*.ts');
  expect(policy.length).toBeGreaterThan(40);
  expect(profile.length).toBeGreaterThan(9);
  expect(mutated.toSorted()).toEqual([...policy, ...profile].toSorted());
  expect(LEAST_SCORE).toBeGreaterThanOrEqual(85);
});

test('one file or one folder can be asked for', () => {
  expect(options(['core/profile/plan.ts', 'core/policy/bash/'], { incremental: true })).toMatchObject({
    mutate: ['core/profile/plan.ts', 'core/policy/bash/**/*.ts'],
    incremental: true,
    ignoreStatic: true,
  });
  expect(options(FOLDERS, { withStatic: true })).toMatchObject({ ignoreStatic: false });
});

test('the score counts what no test reaches as a survivor, and an endless loop as killed', () => {
  const all = [
    ...mutants(
      'core/policy/judge.ts',
      'Killed',
      'Timeout',
      'Survived',
      'NoCoverage',
      'Ignored',
      'RuntimeError',
    ),
    ...mutants('core/profile/plan.ts', 'Killed'),
  ];
  expect(score(all, '/house/')).toEqual({
    percent: 60,
    line: 'mutation score 60.0 % (3 of 5 killed; core/policy 50.0 %, core/profile 100.0 %, 1 evaluated at load were not run)',
  });
  expect(score(mutants('core/policy/a.ts', ...Array<string>(1234).fill('Killed')), '/house/').line).toContain(
    '(1,234 of 1,234 killed; core/policy 100.0 %)',
  );
});

test('a run without a mutant does not pass', () => {
  expect(score([], '/house/')).toEqual({ percent: 0, line: 'mutation score 0.0 % (0 of 0 killed)' });
});
