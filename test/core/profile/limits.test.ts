import { describe, expect, test } from 'vitest';
import { parse } from '../../../core/command/parse.ts';
import { limited, limitOptions, readLimits } from '../../../core/profile/limits.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { emptyPlan } from '../policy/empty-plan.ts';
import type { Plan } from '../../../core/profile/plan.ts';

const plan = { ...emptyPlan, agent: 'fixer', budgetUsd: 2, timeoutMinutes: 10, maxTurns: 20 } as Plan;

describe('the limits of a command', () => {
  test.each([
    ['--budget=0.5', { budgetUsd: 0.5 }],
    ['--budget=$2 --timeout=10 --turns=1', { budgetUsd: 2, timeoutMinutes: 10, maxTurns: 1 }],
    ['', {}],
  ])('%j', (options, limits) => {
    expect(parse(`/dispatch fixer ${options} mend it`)).toEqual({
      kind: 'run',
      agent: 'fixer',
      limits,
      task: 'mend it',
    });
  });

  test.each([
    '--budget=0',
    '--budget=-1',
    '--budget=1e9',
    '--budget=NaN',
    '--turns=1.5',
    '--timeout=',
    '--timeout=0',
  ])('%s is told what it wants', (option) => {
    expect(parse(`/dispatch fixer ${option} mend it`)).toMatchObject({
      kind: 'misspelt',
      refusal: { code: 'bad-option', remedy: expect.stringMatching(/^Give /) },
    });
  });

  test('each option is one of a run', () => {
    expect(limitOptions).toEqual(['budget', 'timeout', 'turns']);
    expect(readLimits({ budget: '1' })).toEqual({ budgetUsd: 1 });
  });
});

describe('a plan under limits', () => {
  test('is stricter, and nothing else', () => {
    expect(limited(plan, { budgetUsd: 1, maxTurns: 20 })).toEqual({ ...plan, budgetUsd: 1 });
    expect(limited(plan, {})).toEqual(plan);
  });

  test.each([
    [{ budgetUsd: 2.01 }, 'budget_usd'],
    [{ timeoutMinutes: 11 }, 'timeout_minutes'],
    [{ maxTurns: 21 }, 'max_turns'],
    [{ maxTurns: Number.NaN }, 'max_turns'],
  ])('is refused where %j asks for more', (limits, key) => {
    const found = limited(plan, limits);
    expect(isRefusal(found) && found.because).toContain(key);
  });
});
