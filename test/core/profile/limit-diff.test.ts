import { expect, test } from 'vitest';
import { readConfig } from '../../../core/config/read.ts';
import { limitDiff } from '../../../core/profile/limit-diff.ts';

function config(keys: string) {
  const read = readConfig(
    `version: 1\n${keys}\nagents:\n  x: { description: Reads, system_prompt: Look }\n`,
    'dispatch.yml',
  );
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

const lines = (base: string | null, head: string | null) =>
  limitDiff(base === null ? null : config(base), head === null ? null : config(head)).flatMap((diff) =>
    diff.lines.map(({ mark, what, text }) => `${mark} ${what} ${text}`),
  );

test.each([
  ['budgets: { user_per_day: 5 }', 'budgets: { user_per_day: 9 }', 'budgets.user_per_day', '$5 → $9'],
  ['budgets: { repository_per_day: 0.011 }', 'budgets: { repository_per_day: 0.012 }', 'budgets.repository_per_day', '$0.011 → $0.012'],
  ['budgets: { user_per_day: 5 }', '', 'budgets.user_per_day', '$5 → no limit'],
  ['caps: { user_per_hour: 3 }', 'caps: { user_per_hour: 4 }', 'caps.user_per_hour', '3 → 4'],
  ['caps: { repository_per_hour: 3 }', '', 'caps.repository_per_hour', '3 → no limit'],
])('from %s to %j is an expansion, and the other way a narrowing', (one, other, what, text) => {
  const back = text.split(' → ').toReversed().join(' → ');
  expect(lines(one, other)).toEqual([`expansion ${what} ${text}`]);
  expect(lines(other, one)).toEqual([`narrowing ${what} ${back}`]);
}); // prettier-ignore

test('the same limits, otherwise written, are no difference', () => {
  expect(lines('budgets: { user_per_day: 5 }', "budgets: { user_per_day: '$5.00' }")).toEqual([]);
});

test('limits of a new configuration are told, and those that go with all agents are not', () => {
  expect(lines(null, 'budgets: { user_per_day: 5 }')).toEqual([
    'narrowing budgets.user_per_day no limit → $5',
  ]);
  expect(lines('budgets: { user_per_day: 5 }', null)).toEqual([]);
});
