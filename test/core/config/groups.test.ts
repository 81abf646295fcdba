import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../../core/check/check-config.ts';
import { checkText } from '../../../core/check/check-text.ts';
import { helpText, listText } from '../../../core/command/help-text.ts';
import { readConfig } from '../../../core/config/read.ts';

const agent = (keys = '') => `{ description: d, system_prompt: p${keys === '' ? '' : `, ${keys}`} }`;

function written(group: string, agents: Record<string, string> = {}): string {
  const all = { a: '', b: '', c: '', ...agents };
  const lines = Object.entries(all).map(([name, keys]) => `  ${name}: ${agent(keys)}`);
  return `version: 1\nagents:\n${lines.join('\n')}\ngroups:\n  team: { description: Works., ${group} }\n`;
}

function problems(group: string, agents: Record<string, string> = {}): string[] {
  const read = readConfig(written(group, agents), 'dispatch.yml');
  return 'problems' in read ? read.problems.map(({ key, message }) => `${key}: ${message}`) : [];
}

function leadOf(group: string, agents: Record<string, string> = {}) {
  const read = readConfig(written(group, agents), 'dispatch.yml');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.config.agents['team'];
}

describe('a group that is refused, and why', () => {
  test.each<[group: string, agents: Record<string, string>, problem: string]>([
    ['members: [a]', {}, 'groups.team.members: `members` is a list.'],
    ['members: [a, z]', {}, 'groups.team.members[1]: `members` holds `z`, which is no agent of this file.'],
    [
      'members: [a, team]',
      {},
      'groups.team.members[1]: `members` holds `team`, which is no agent of this file.',
    ],
    ['members: [a, a]', {}, 'groups.team.members[1]: `members` holds one entry twice.'],
    [
      'members: [a, b], aggregate: z',
      {},
      'groups.team.aggregate: `aggregate` is `z`, which is no agent of this file.',
    ],
    [
      'members: [a, b], rounds: 2',
      {},
      'groups.team.rounds: `rounds` says nothing in a group whose mode is parallel.',
    ],
    [
      'members: [a, b], mode: dialogue, aggregate: c',
      {},
      'groups.team.aggregate: `aggregate` says nothing in a group whose mode is dialogue.',
    ],
    [
      'members: [a, b, c], mode: dialogue',
      {},
      'groups.team.members: A dialogue has two members, and this one has 3.',
    ],
    ['members: [a, b], mode: dialogue, rounds: 11', {}, 'groups.team.rounds: `rounds` is `11`.'],
    ['members: [a, b], mode: chat', {}, 'groups.team.mode: `mode` is `chat`.'],
    [
      'members: [a, b], member: c',
      {},
      'groups.team.member: There is no key `member` here (did you mean `members`?).',
    ],
    ['mode: dialogue', {}, 'groups.team.members: `members` is missing for the group `team`.'],
    [
      'members: [a, b]',
      { team: '' },
      'groups.team: `team` names both an agent and a group, and `/dispatch team` can start only one of them.',
    ],
    [
      'members: [a, b]',
      { 't-eam': '' },
      'groups.team: This name looks like that of an agent or of another group.',
    ],
    [
      'members: [a, b], aggregate: c, budget_usd: 2',
      { a: 'budget_usd: 0.5' },
      'groups.team.budget_usd: `budget_usd` is $2, and the budgets of all in the group come to $2.5 ($0.5 a + $1 b + $1 c).',
    ],
    [
      'members: [a, b]',
      { a: 'budget_usd: 999', b: 'budget_usd: 2' },
      'groups.team: The budgets of all in the group come to $1001 ($999 a + $2 b), and one run may cost $1000 at most.',
    ],
    [
      'members: [a, b]',
      { a: 'teams: [o/x]', b: 'teams: [o/y]' },
      'groups.team: Nobody may start all of this group: a, b have no team in common.',
    ],
    [
      'members: [a, b]',
      { a: 'triggers: [comment]', b: 'triggers: [workflow]' },
      'groups.team: Nothing starts all of this group: a by comment, b by workflow.',
    ],
    [
      'members: [a, b]',
      { a: 'require_plan: true' },
      'groups.team: a has `require_plan`, and in a group nobody is asked about its plan.',
    ],
    [
      'members: [a, b]',
      {
        a: 'mcp_servers: { m: { command: [x], tools: { t: { input: {} } } } }',
        b: 'mcp_servers: { m: { command: [y], tools: { t: { input: {} } } } }',
      },
      'groups.team: The MCP server m is set up in one way for one agent of the group, and in another for another.',
    ],
  ])('%s %j', (group, agents, problem) => {
    expect(problems(group, agents)).toEqual([problem]);
  });

  test('by a name that /dispatch keeps for itself, or that nobody may have', () => {
    const text = written('members: [a, b]');
    const names = ['help', 'constructor'].map((name) =>
      readConfig(text.replace('  team:', `  ${name}:`), 'x'),
    );
    expect(names.map((read) => ('problems' in read ? read.problems[0]?.message : ''))).toEqual([
      '`help` is a word of /dispatch itself and cannot name a group.',
      '`constructor` cannot name a group.',
    ]);
  });
});

describe('a group', () => {
  test('is started by those who may start each of them, and by nothing else', () => {
    const lead = leadOf('members: [a, b]', {
      a: 'invoke: maintain, teams: [o/x, o/y], approval_minutes: 60',
      b: 'teams: [o/y, o/z], triggers: [comment, pull_request], approval_minutes: 30',
    });
    expect(lead).toMatchObject({
      invoke: 'maintain',
      teams: ['o/y'],
      triggers: ['comment'],
      pull_request: null,
      approval_minutes: 30,
    });
  });

  test('has what any of them has, and hands back an answer', () => {
    const lead = leadOf('members: [a, b], aggregate: c', {
      a: 'tools: [Read], context: [{ thread: { kb: 8, comments: 9 } }], outputs: [comment, review]',
      b: 'tools: [Bash], allowed_tools: ["Bash(git log *)"], egress: [x.example.com], egress_max_mb: 7, context: [{ thread: { kb: 9, comments: 1 } }]',
      c: 'tools: [Grep, Edit], policy: deny_list, disallowed_tools: ["Edit(a)"], permission_mode: acceptEdits',
    });
    expect(lead).toMatchObject({
      tools: ['Read', 'Bash', 'Grep', 'Edit'],
      allowed_tools: ['Read', 'Bash(git log *)', 'Grep', 'Edit'],
      disallowed_tools: [],
      permission_mode: 'acceptEdits',
      egress: ['x.example.com'],
      egress_max_mb: 7,
      context: { thread: { kb: 9, comments: 9 }, diff: null },
      outputs: [{ kind: 'comment' }],
      may_dispatch: ['a', 'b', 'c'],
    });
  });

  test('costs and lasts what all of them may, unless it says otherwise', () => {
    const budgets = { a: 'budget_usd: 0.1, timeout_minutes: 10', b: 'budget_usd: 0.2, timeout_minutes: 20' };
    expect(leadOf('members: [a, b]', budgets)).toMatchObject({ budget_usd: 0.3, timeout_minutes: 30 });
    const talk = leadOf('members: [a, b], mode: dialogue, rounds: 10', budgets);
    expect(talk).toMatchObject({ budget_usd: 0.3, timeout_minutes: 300, max_turns: 600 });
    expect(talk?.fleet).toMatchObject({ maxDepth: 1, maxTotalWorkers: 20 });
    expect(leadOf('members: [a, b], budget_usd: 5, timeout_minutes: 7', budgets)).toMatchObject({
      budget_usd: 5,
      timeout_minutes: 7,
    });
  });

  test('is told of by check, help and list like an agent', () => {
    const checked = checkConfig(written('members: [a, b]'), 'x', () => true);
    expect(checked.findings).toEqual([]);
    expect(checkText(checked).at(-1)).toBe(
      '3 agents, 1 group, 0 errors, 0 warnings; one run of each costs at most $5.00',
    );
    const read = readConfig(written('members: [a, b], aggregate: c'), 'x');
    if ('problems' in read) throw new Error('refused');
    expect(listText(read.config)).toContain('| `team` | Works. |');
    expect(helpText(read.config, 'team')).toContain(
      '- Together: a, b side by side; c makes one answer of theirs',
    );
  });
});
