import { expect, test } from 'vitest';
import { beyondParent } from '../../../core/profile/child.ts';
import { plainFacts } from '../../../core/profile/compile.ts';
import type { Plan } from '../../../core/profile/plan.ts';
import { side } from './agent-side.ts';

const facts = { ...plainFacts, trigger: 'comment' } as const;
const plan = (keys = '', differing: Partial<Plan> = {}): Plan => {
  const more = keys === '' ? '' : `, ${keys}`;
  return {
    ...side(`description: Reads, system_prompt: Look, tools: [Bash, Read]${more}`).plan,
    ...differing,
  };
};
const why = (parent: Plan, child: Plan) => beyondParent(parent, child, facts)?.because ?? null;

const LABELS = 'outputs: [comment, { labels: { allow: [a] } }]';

test.each<[string, Plan, Plan, Plan, RegExp]>([
  [
    'a host',
    plan('egress: [a.example.com]'),
    plan('egress: [a.example.com, b.example.com]'),
    plan('egress: ["*.example.com"]'),
    /it has the host b\.example\.com, which x has not/,
  ],
  [
    'a variable',
    plan('', { env: ['ONE'] }),
    plan('', { env: ['TWO'] }),
    plan('', { env: ['ONE', 'TWO'] }),
    /the variable TWO/,
  ],
  [
    'skipped questions',
    plan(),
    plan('', { skipPermissions: true }),
    plan('', { skipPermissions: true }),
    /skip_permissions/,
  ],
  ['effects', plan(), plan(LABELS), plan(LABELS), /a capability \(`outputs` hold/],
  ['the thread', plan(), plan('context: [thread]'), plan('context: [thread]'), /a capability .*the thread/],
])('what the parent has not, the child may not have: %s', (_, parent, child, enough, words) => {
  expect(why(parent, child)).toMatch(words);
  expect(why(enough, child)).toBeNull();
  expect(why(parent, parent)).toBeNull();
});

test('that a child is given a result is no more than its parent had', () => {
  const given = { ...facts, sources: { ...facts.sources, earlier: 'result of job x' } };
  expect(beyondParent(plan(), plan(), given)).toBeNull();
});
