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

test('an example that is written wrongly is a mistake and not an example', () => {
  expect(() => exampleCall({ call: 'git log' })).toThrow('Tool(argument)');
});
