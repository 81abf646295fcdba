import { expect, test } from 'vitest';
import type { Plan } from '../../../core/profile/plan.ts';
import { planDiff, type PlanSide } from '../../../core/profile/plan-diff.ts';
import { BASE, lines, side } from './agent-side.ts';

test.each<[string, (plan: Plan) => Partial<Plan>, string]>([
  ['a longer time', () => ({ timeoutMinutes: 20 }), 'expansion timeout_minutes 10 min → 20 min'],
  ['answers that are kept', () => ({ cacheHours: 24 }), 'change cache_hours never → 24'],
  [
    'a shorter wait',
    () => ({ approvalMinutes: 60 }),
    'narrowing approval_minutes as the operator says → 60 min',
  ],
  ['a variable', () => ({ env: ['A'] }), 'expansion env + A'],
  ['a price', () => ({ ownPrice: { id: 'x' } as never }), 'change price changed'],
  ['instructions', () => ({ systemPrompt: 'Other' }), 'change system_prompt changed'],
  ['a description', () => ({ description: 'Other' }), 'change description changed'],
])('%s is told', (_, change, line) => {
  const base = side(BASE);
  expect(lines(base, { ...base, plan: { ...base.plan, ...change(base.plan) } })).toEqual([line]);
});

test.each([
  ['policy: allow_all', 'policy: deny_list', 'policy allow_all → deny_list'],
  ['policy: require_approval', 'policy: deny_all', 'policy require_approval → deny_all'],
  ['invoke: maintain', 'invoke: admin', 'invoke maintain → admin'],
  ['permission_mode: acceptEdits', 'permission_mode: manual', 'permission_mode acceptEdits → manual'],
  ['skip_permissions: true', 'skip_permissions: false', 'skip_permissions true → false'],
])('from %s to %s is a narrowing, and the other way an expansion', (one, other, text) => {
  const [more, less] = [side(`${BASE}, ${one}`), side(`${BASE}, ${other}`)];
  const back = text.replace(/(\S+) → (\S+)/, '$2 → $1');
  expect(lines(more, less)).toEqual([`narrowing ${text}`]);
  expect(lines(less, more)).toEqual([`expansion ${back}`]);
});

test.each([
  ['teams: [octo/core]', 'max_turns: 30', ['expansion teams - octo/core']],
  ['max_turns: 30', 'teams: [octo/core]', ['narrowing teams + octo/core']],
  ['teams: [octo/core]', 'teams: [octo/core, octo/docs]', ['expansion teams + octo/docs']],
  ['teams: [octo/core, octo/docs]', 'teams: [octo/docs]', ['narrowing teams - octo/core']],
])('teams: from %s to %s', (one, other, told) => {
  expect(lines(side(`${BASE}, ${one}`), side(`${BASE}, ${other}`))).toEqual(told);
});

test.each([
  ['refused', 'needs-approval', 'expansion'],
  ['needs-approval', 'plan', 'expansion'],
  ['plan', 'needs-approval', 'narrowing'],
  ['needs-approval', 'refused', 'narrowing'],
] as const)('a trigger that was %s and is %s: %s', (before, after, mark) => {
  const { plan } = side(BASE);
  const starts = (kind: PlanSide['starts'][number]['kind']) => [
    { trigger: 'workflow' as const, kind: 'plan' as const },
    { trigger: 'comment' as const, kind },
  ];
  expect(lines({ plan, starts: starts(before) }, { plan, starts: starts(after) })).toEqual([
    `${mark} start by comment ${before} → ${after}`,
  ]);
  expect(lines({ plan, starts: [] }, { plan, starts: starts(after) })).toEqual([]);
});

test('a new agent is told with all of it, and with nothing else', () => {
  const keys = `${BASE}, allowed_tools: [Read, Bash(git log *)], disallowed_tools: [Bash(git push *)]`;
  const told = (plan: PlanSide) =>
    planDiff([], [plan])[0]?.lines.map(({ mark, what, text }) => `${mark} ${what} ${text}`);
  expect(told(side(keys))).toEqual([
    'expansion tools + Bash',
    'expansion tools + Read',
    'expansion allowed_tools + Bash(git log *)',
    'expansion workspace read-only → writable',
    'expansion egress + a.example.com',
    'expansion egress_max_mb 0 MB → 100 MB',
    'expansion budget_usd $0 → $1',
    'expansion max_turns 0 → 30',
    'expansion timeout_minutes 0 min → 10 min',
    'expansion triggers + comment',
    'expansion triggers + workflow',
    'expansion invoke + write',
  ]);
  expect(told(side(`${BASE}, teams: [octo/core]`))).toContain('change teams octo/core');
  // Without a host there is nothing that the megabytes would be of.
  expect(told(side(BASE.replace(', egress: [a.example.com]', '')))?.join()).not.toContain('egress');
});

test('of several agents each is compared with itself, in the order of their names', () => {
  const named = (agent: string, budgetUsd: number): PlanSide => {
    const { plan, starts } = side(BASE);
    return { plan: { ...plan, agent, budgetUsd }, starts };
  };
  const diffs = planDiff(
    [named('b', 1), named('a', 2), named('c', 3)],
    [named('a', 2), named('b', 5), named('d', 1)],
  );
  expect(diffs.map(({ agent, kind }) => `${agent} ${kind}`)).toEqual(['b changed', 'c removed', 'd added']);
  expect(diffs[0]?.lines).toEqual([{ mark: 'expansion', what: 'budget_usd', text: '$1 → $5' }]);
  expect(diffs[1]?.lines).toEqual([{ mark: 'narrowing', what: 'agent', text: 'removed' }]);
});

test('a tool that `*` stood for, or stands for, says nothing new; a denial the other way round', () => {
  const rules = (allowed: string, denied: string) =>
    side(`${BASE}, allowed_tools: [Read, ${allowed}], disallowed_tools: [${denied}]`);
  expect(lines(rules('Bash(a)', ''), rules('Bash', ''))).toEqual([
    'expansion allowed_tools + Bash',
    'change allowed_tools - Bash(a)',
  ]);
  expect(lines(rules('Bash(a)', 'Bash(x)'), rules('Bash(b)', 'Bash(y)'))).toEqual([
    'expansion allowed_tools + Bash(b)',
    'narrowing allowed_tools - Bash(a)',
    'narrowing disallowed_tools + Bash(y)',
    'expansion disallowed_tools - Bash(x)',
  ]);
});

test('each of several MCP servers, and of their tools, is compared with itself', () => {
  const input = { a: { type: 'boolean' as const } };
  const tool = (name: string, sha256: string | null = 'f') => ({ name, sha256, input });
  const server = (name: string, ...tools: ReturnType<typeof tool>[]) => ({ name, command: [name], tools });
  const { plan, starts } = side(BASE);
  const having = (...mcpServers: Plan['mcpServers']): PlanSide => ({ plan: { ...plan, mcpServers }, starts });
  const before = having(server('a', tool('x')), server('b', tool('y'), tool('z')), server('c'));
  expect(
    lines(before, having(server('b', tool('z', 'e'), tool('y'), tool('w', 'd')), server('a', tool('x')))),
  ).toEqual(['change mcp_servers z: pinned anew', 'narrowing mcp_servers - c: ["c"]']);
  expect(lines(before, before)).toEqual([]);
});

test.each([
  [BASE, `${BASE}, may_dispatch: [b]`, ['expansion may_dispatch + b', 'expansion fleet.max_depth 0 → 1', 'expansion fleet.max_workers 0 → 4', 'expansion fleet.max_parallel 0 → by cores', 'expansion fleet.max_total_workers 0 → 16']],
  [`${BASE}, may_dispatch: [b, c]`, `${BASE}, may_dispatch: [b], fleet: { max_parallel: 2, halt_on_failure: true }`, ['narrowing may_dispatch - c', 'narrowing fleet.max_parallel by cores → 2', 'change fleet.halt_on_failure false → true']],
  [`${BASE}, may_dispatch: [b]`, BASE, ['narrowing may_dispatch - b']],
])('workers: %#', (one, other, told) => {
  expect(lines(side(one), side(other))).toEqual(told);
}); // prettier-ignore
