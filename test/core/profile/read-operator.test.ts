import { expect, test } from 'vitest';
import { readOperator, readStepOperator } from '../../../core/profile/read-operator.ts';

const read = (text: string) => readOperator(text, 'The input `operator`');

test('limits are read from YAML and from JSON, and nothing means none', () => {
  const limits = { max_budget_usd: 2, forbidden_tools: ['Bash'] };
  expect(read('max_budget_usd: 2\nforbidden_tools: [Bash]')).toEqual(limits);
  expect(read(JSON.stringify(limits))).toEqual(limits);
  expect(read('  \n')).toEqual({});
  const budgets = { user_per_day: 0.25, installation_per_month: '$500' };
  expect(read('budgets: { user_per_day: 0.25, installation_per_month: $500 }')).toEqual({ budgets });
});

test.each([
  ['max_budget: 2', 'max_budget'],
  ['max_budget_usd: two', 'max_budget_usd'],
  ['max_budget_usd: 0', 'max_budget_usd'],
  ['max_budget_usd: 1\nmax_budget_usd: 9', 'unique'],
  ['budgets: { user_per_day: -1 }', 'budgets.user_per_day'],
  ['budgets: { user_per_month: 1 }', 'user_per_month'],
  ['[', 'operator'],
  ['just words', 'operator'],
  ['hosts: &a [x.example]\nmodels: *a', 'operator'],
  [`models: [${'x,'.repeat(12_000)}]`, '20000'],
])('%.30s is refused, not misread', (text, named) => {
  const refused = read(text);
  expect(refused).toMatchObject({ code: 'operator-bad' });
  expect(JSON.stringify(refused)).toContain(named);
});

const refusal = (why: string) => ({
  refused: true,
  code: 'operator-bad',
  because: `The input \`operator\` cannot be read: ${why}.`,
  remedy:
    'Write a mapping with some of models, max_budget_usd, hosts, forbidden_tools, outputs, on_shape, budgets, caps and approval_minutes, for example `max_budget_usd: 2`.',
});

test.each([
  ['budget: 2\nhost: x', 'budget, host: Unrecognized keys: "budget", "host"'],
  ['- a', 'the whole: Invalid input: expected object, received array'],
  ['models: 1\nhosts: 2', 'models: Invalid input: expected array, received number'],
  // Another version of YAML would take this for ten, and `yes` for true.
  ['%YAML 1.1\n---\nmax_budget_usd: 1_0', 'max_budget_usd: Invalid input: expected number, received string'],
  ['models: [a, 2]', 'models.1: Invalid input: expected string, received number'],
  ['max_budget_usd: 1\nmax_budget_usd: 9', 'Map keys must be unique at line 2, column 1:'],
  ['models: &a [x]\nhosts: *a', 'the whole: Invalid input: expected object, received null'],
  [`max_budget_usd: 1 #${'x'.repeat(19_982)}`, 'it has more than 20000 characters'],
])('%.40s is refused with the reason, and with what to write', (text, why) => {
  expect(read(text)).toEqual(refusal(why));
});

test('text of the greatest length is read', () => {
  const text = `max_budget_usd: 1 #${'x'.repeat(19_981)}`;
  expect([text.length, read(text)]).toEqual([20_000, { max_budget_usd: 1 }]);
});

test('a workflow step takes no budgets, which it could not keep', () => {
  const where = 'The input `operator`';
  expect(readStepOperator('max_budget_usd: 2', where)).toEqual({ max_budget_usd: 2 });
  expect(readStepOperator('[', where)).toMatchObject({ code: 'operator-bad' });
  expect(readStepOperator('budgets: { user_per_day: 2 }', where)).toMatchObject({
    because: expect.stringContaining('which only the app can keep'),
  });
});
