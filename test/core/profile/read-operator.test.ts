import { expect, test } from 'vitest';
import { readOperator } from '../../../core/profile/read-operator.ts';

const read = (text: string) => readOperator(text, 'The input `operator`');

test('limits are read from YAML and from JSON, and nothing means none', () => {
  const limits = { max_budget_usd: 2, forbidden_tools: ['Bash'] };
  expect(read('max_budget_usd: 2\nforbidden_tools: [Bash]')).toEqual(limits);
  expect(read(JSON.stringify(limits))).toEqual(limits);
  expect(read('  \n')).toEqual({});
});

test.each([
  ['max_budget: 2', 'max_budget'],
  ['max_budget_usd: two', 'max_budget_usd'],
  ['max_budget_usd: 0', 'max_budget_usd'],
  ['max_budget_usd: 1\nmax_budget_usd: 9', 'unique'],
  ['[', 'operator'],
  ['just words', 'operator'],
  ['hosts: &a [x.example]\nmodels: *a', 'operator'],
  [`models: [${'x,'.repeat(12_000)}]`, '20000'],
])('%.30s is refused, not misread', (text, named) => {
  const refused = read(text);
  expect(refused).toMatchObject({ code: 'operator-bad' });
  expect(JSON.stringify(refused)).toContain(named);
});
