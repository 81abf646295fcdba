import { expect, test } from 'vitest';
import { readConfig } from '../../../core/config/read.ts';
import { beyondOperator, type Operator } from '../../../core/profile/operator.ts';
import { readOperator } from '../../../core/profile/read-operator.ts';
import { resolve } from '../../../core/profile/resolve.ts';
import { isRefusal } from '../../../core/refusal.ts';

const read = readConfig(
  `version: 1
agents:
  x: { description: d, system_prompt: s, tools: [Read, Bash], budget_usd: 3, egress: [a.example, '*.b.example'] }
`,
  'dispatch.yml',
);
if ('problems' in read) throw new Error(JSON.stringify(read.problems));
const plan = resolve(read.config, 'x');
if (isRefusal(plan)) throw new Error(plan.because);

test.each<[Operator, string, string, string]>([
  [{ models: [] }, 'the model claude-opus-5-5', 'models: none', 'model'],
  [{ models: ['a', 'b'] }, 'the model claude-opus-5-5', 'models: a, b', 'model'],
  [{ max_budget_usd: 2 }, 'a budget of $3', 'at most $2 a run', 'budget_usd'],
  [{ hosts: [] }, 'the host a.example', 'hosts: none', 'egress'],
  [{ hosts: ['a.example', 'c.example'] }, 'the host *.b.example', 'hosts: a.example, c.example', 'egress'],
  [
    { hosts: ['not a host', '*.b.example'] },
    'the host a.example',
    'hosts: not a host, *.b.example',
    'egress',
  ],
  [{ forbidden_tools: ['Write', 'Bash'] }, 'the tool Bash', 'not: Write, Bash', 'tools'],
])(
  '%j is told with what was asked, what is allowed and where to change it',
  (operator, what, limit, field) => {
    expect(beyondOperator(plan, operator)).toEqual({
      refused: true,
      code: 'beyond-operator',
      because: `The agent x asks for ${what}, and whoever runs agent-dispatch here allows ${limit}.`,
      remedy: `Change \`${field}\` of the agent in .github/dispatch.yml, or ask the operator to allow it.`,
    });
  },
);

test.each<Operator>([
  {},
  { max_budget_usd: 3 },
  { hosts: ['a.example', '*.b.example'] },
  { forbidden_tools: [] },
])('%j lets it pass', (operator) => {
  expect(beyondOperator(plan, operator)).toBeNull();
});

test('a list without an entry forbids nothing, whatever an agent calls its tools', () => {
  expect(beyondOperator({ ...plan, tools: ['Stryker was here'] }, {})).toBeNull();
});

const list = (length: number, size: number) => Array.from({ length }, () => 'a'.repeat(size));

test.each([
  ['models', 100],
  ['hosts', 102],
  ['forbidden_tools', 100],
])('%s holds at most 100 names of at most %i characters, and none that is empty', (key, size) => {
  const accepted = (names: string[]) => !isRefusal(readOperator(JSON.stringify({ [key]: names }), 'It'));
  expect([[], list(2, size), list(100, 1)].map(accepted)).toEqual([true, true, true]);
  expect([[''], list(1, size + 1), list(101, 1)].map(accepted)).toEqual([false, false, false]);
});
