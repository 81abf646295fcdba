import { describe, expect, test } from 'vitest';
import { judge } from '../../../core/policy/judge.ts';
import { policyDocs } from '../../../core/policy/policy-docs.ts';
import { exampleCall, examplePlan, type RuleExample } from '../../../core/policy/rule-docs.ts';
import type { Rule } from '../../../core/policy/rule.ts';
import { rules } from '../../../core/policy/table.ts';

const verdictOn = (example: RuleExample, table: readonly Rule[] = rules) =>
  judge(exampleCall(example), examplePlan(example), example.taint, table);

describe.each(rules)('what is told of the rule $name', ({ name, docs }) => {
  test('is true of its examples', () => {
    expect(verdictOn(docs.refused)).toMatchObject({ allow: false, rule: name });
    expect(verdictOn(docs.allowed)).toMatchObject({ allow: true });
  });

  test('is true because of this rule: without it the refused example is not refused by it', () => {
    const without = rules.filter((rule) => rule.name !== name);
    expect(verdictOn(docs.refused, without)).not.toMatchObject({ rule: name });
  });

  test('is told in whole sentences', () => {
    for (const text of [docs.refuses, docs.why, docs.change]) expect(text).toMatch(/^[A-Z`].*\.$/s);
  });
});

test('the page holds every rule in the order in which they are asked', () => {
  const page = policyDocs(rules);
  expect([...page.matchAll(/^## (.+)$/gm)].map(([, name]) => name)).toEqual(rules.map(({ name }) => name));
  expect(page).toContain('`Bash(git log --output=x)`, with `allowed_tools: [Bash(git log *)]`');
});

test('an agent of an example has all tools but where the example says otherwise', () => {
  const tools = ['Read', 'Grep', 'Glob', 'Edit', 'Write', 'Bash', 'WebFetch', 'Agent'];
  const whole = {
    tools,
    allowedTools: tools,
    disallowedTools: [],
    taintedTools: tools,
    policy: 'allow_list',
    timeoutMinutes: 15,
  };
  expect(examplePlan({ call: 'Read(a)' })).toEqual(whole);
  const profile = { allowedTools: ['Read'], policy: 'deny_all', egress: ['a.example'] } as const;
  expect(examplePlan({ call: 'Read(a)', profile })).toEqual({ ...whole, ...profile });
});

test('the call of an example has the places that the example gives', () => {
  const call = { tool: 'Read', input: { file_path: 'a' }, actor: 'main' };
  expect(exampleCall({ call: 'Read(a)' })).toStrictEqual(call);
  const places = { file_path: { path: '/workspace/a', names: 2 } };
  expect(exampleCall({ call: 'Read(a)', places })).toEqual({ ...call, places });
});

test('an example that is written wrongly is a mistake and not an example', () => {
  expect(() => exampleCall({ call: 'git log' })).toThrow(/^git log: .*Tool\(argument\)/);
});
