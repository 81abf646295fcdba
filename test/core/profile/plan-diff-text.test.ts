import { expect, test } from 'vitest';
import { planDiffMarkdown, planDiffTables, planDiffText } from '../../../core/profile/plan-diff-text.ts';

test('no difference is told, too', () => {
  expect(planDiffText([])).toEqual(['No agent may do more or less than before.']);
});

test('in Markdown nothing of the configuration ends its cell or its code', () => {
  const text = '+ Bash(a | b `c` ``\n| @team)';
  const markdown = planDiffMarkdown([
    { agent: 'x', kind: 'changed', lines: [{ mark: 'expansion', what: 'allowed_tools', text }] },
  ]);
  expect(markdown).toContain(
    '| ⚠️ **expansion** | `allowed_tools` | ``` + Bash(a \\| b `c` `` \\| @team) ``` |',
  );
  expect(markdown.trimEnd().split('\n').at(-1)).toBe(
    '**1 agent changed: 1 expansion, 0 narrowings, 0 other changes**',
  );
});

const three = [
  {
    agent: 'x',
    kind: 'changed' as const,
    lines: [
      { mark: 'change' as const, what: 'model', text: 'a → b' },
      { mark: 'narrowing' as const, what: 'max_turns', text: '2 → 1' },
      { mark: 'expansion' as const, what: 'env', text: '+ A' },
    ],
  },
  {
    agent: 'y',
    kind: 'removed' as const,
    lines: [{ mark: 'narrowing' as const, what: 'agent', text: 'removed' }],
  },
];

test('for a terminal the lines stand in columns, and the figure is the last', () => {
  expect(planDiffText(three)).toEqual([
    'x (changed)',
    '  change     model      a → b',
    '  narrowing  max_turns  2 → 1',
    '  expansion  env        + A',
    'y (removed)',
    '  narrowing  agent      removed',
    '2 agents changed: 1 expansion, 2 narrowings, 1 other change',
  ]);
});

test('what holds for all agents together is told as such, and counted as no agent', () => {
  const lines = [{ mark: 'expansion' as const, what: 'budgets.user_per_day', text: '$1 → $2' }];
  const all = { agent: null, kind: 'changed' as const, lines };
  expect(planDiffText([all])).toEqual([
    'All agents together (changed)',
    '  expansion  budgets.user_per_day  $1 → $2',
    'Limits of all agents changed: 1 expansion, 0 narrowings, 0 other changes',
  ]);
  expect(planDiffMarkdown([...three, all])).toMatch(
    /### All agents together[^]*\*\*2 agents and limits of all changed/,
  );
});

test('in Markdown each agent has a table, what lets it do more first', () => {
  const tables = [
    '### `x` (changed)',
    '',
    '| | | |',
    '| --- | --- | --- |',
    '| ⚠️ **expansion** | `env` | `+ A` |',
    '| narrowing | `max_turns` | `2 → 1` |',
    '| change | `model` | `a → b` |',
    '',
    '### `y` (removed)',
    '',
    '| | | |',
    '| --- | --- | --- |',
    '| narrowing | `agent` | `removed` |',
    '',
  ];
  expect(planDiffTables(three).split('\n')).toEqual(tables);
  expect(planDiffMarkdown(three).split('\n')).toEqual([
    ...tables,
    '**2 agents changed: 1 expansion, 2 narrowings, 1 other change**',
  ]);
});
