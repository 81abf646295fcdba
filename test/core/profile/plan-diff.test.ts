import { describe, expect, test } from 'vitest';
import { pullTriggerDefaults } from '../../../core/config/triggers.ts';
import type { Plan } from '../../../core/profile/plan.ts';
import { planDiff } from '../../../core/profile/plan-diff.ts';
import { BASE, lines, side } from './agent-side.ts';

const changed = (keys: string) => lines(side(BASE), side(`${BASE}, ${keys}`));

describe('what changed between two plans of an agent', () => {
  test.each<[string, string[]]>([
    ['budget_usd: 0.5', ['narrowing budget_usd $1 → $0.5']],
    ['policy: deny_all', ['narrowing policy allow_list → deny_all']],
    ['policy: allow_all', ['expansion policy allow_list → allow_all']],
    ['invoke: maintain', ['narrowing invoke write → maintain']],
    ['tainted_tools: []', ['narrowing tainted_tools - Read']],
    ['budget_usd: 5', ['expansion budget_usd $1 → $5']],
    ['max_turns: 10', ['narrowing max_turns 30 → 10']],
    ['invoke: triage', ['expansion invoke write → triage']],
    ['invoke: admin', ['narrowing invoke write → admin']],
    ['triggers: [workflow]', ['narrowing triggers - comment']],
    [
      'triggers: [comment, workflow, { pull_request: { events: [labeled], labels: [ok], forks: true } }]',
      [
        'expansion triggers + pull_request',
        'expansion triggers.pull_request.events + labeled',
        'change triggers.pull_request.labels + ok',
        'expansion triggers.pull_request.forks false → true',
      ],
    ],
    ['skip_permissions: true', ['expansion skip_permissions false → true']],
    ['permission_mode: acceptEdits', ['expansion permission_mode manual → acceptEdits']],
    ['policy: deny_list', ['expansion policy allow_list → deny_list']],
    ['policy: require_approval', ['narrowing policy allow_list → require_approval']],
    ['model: claude-sonnet-5', ['change model claude-opus-5-5 → claude-sonnet-5']],
    ['working_dir: src', ['change working_dir . → src']],
    ['egress_max_mb: 200', ['expansion egress_max_mb 100 MB → 200 MB']],
    ['tainted_tools: [Read, Bash]', ['expansion tainted_tools + Bash']],
    [
      'allowed_tools: [Read, Bash(git log *)]',
      ['change allowed_tools + Bash(git log *)', 'narrowing allowed_tools - Bash'],
    ],
    ['disallowed_tools: [Bash(git push *)]', ['narrowing disallowed_tools + Bash(git push *)']],
    ['add_tools: [Write]', ['expansion tools + Write']],
    [
      'add_tools: [Grep], allowed_tools: [Bash, Read, Grep(src)]',
      ['expansion tools + Grep', 'expansion allowed_tools + Grep(src)'],
    ],
  ])('%s', (keys, expected) => {
    expect(changed(keys)).toEqual(expected);
  });

  test('what an MCP server runs, what is known of its tools, and whether they are pinned', () => {
    const pin = (one: string) => `sha256: ${one.repeat(64)}, `;
    const server = (tool: string, command = 'node, a.mjs') =>
      side(
        `${BASE}, mcp_servers: { notes: { command: [${command}], tools: { search: { ${tool}input: {} } } } }`,
      );
    const written = 'notes: ["node","a.mjs"]';
    expect(lines(side(BASE), server(''))).toEqual([
      'expansion tools + mcp__notes__search',
      `expansion mcp_servers + ${written}`,
    ]);
    expect(lines(server(''), side(BASE))).toEqual([
      'narrowing tools - mcp__notes__search',
      `narrowing mcp_servers - ${written}`,
    ]);
    expect(lines(server(''), server('', 'node, b.mjs'))).toEqual([
      `change mcp_servers ${written} → notes: ["node","b.mjs"]`,
    ]);
    const tool = 'mcp_servers mcp__notes__search:';
    expect(lines(server(''), server(pin('a')))).toEqual([`narrowing ${tool} pinned`]);
    expect(lines(server(pin('a')), server(''))).toEqual([`expansion ${tool} no longer pinned`]);
    expect(lines(server(pin('a')), server(pin('b')))).toEqual([`change ${tool} pinned anew`]);
    const wider = side(
      `${BASE}, mcp_servers: { notes: { command: [node, a.mjs], tools: { search: { input: { a: { type: boolean } } } } } }`,
    );
    expect(lines(server(''), wider)).toEqual([`change ${tool} input changed`]);
  });

  test('a host that a pattern stands for anyway is no expansion, and the pattern is', () => {
    const exact = side(BASE);
    const wild = side(BASE.replace('a.example.com', "'*.example.com'"));
    expect(lines(exact, wild)).toEqual(['expansion egress + *.example.com', 'change egress - a.example.com']);
    expect(lines(wild, exact)).toEqual(['change egress + a.example.com', 'narrowing egress - *.example.com']);
    const two = side(BASE.replace('a.example.com', 'a.example.com, b.example'));
    expect(lines(exact, two)).toEqual(['expansion egress + b.example']);
    expect(lines(two, exact)).toEqual(['narrowing egress - b.example']);
  });

  test('a trigger by which the agent no longer starts is told', () => {
    const { plan, starts } = side(BASE);
    const refused = { plan, starts: starts.map((one) => ({ ...one, kind: 'refused' as const })) };
    expect(lines({ plan, starts }, refused)).toEqual([
      'narrowing start by comment plan → refused',
      'narrowing start by workflow plan → refused',
    ]);
  });

  test('an agent that came is told with all it may do, one that went as removed', () => {
    const added = planDiff([], [side(BASE)]);
    expect(added).toMatchObject([{ agent: 'x', kind: 'added' }]);
    const told = added[0]?.lines.map(({ mark, what, text }) => `${mark} ${what} ${text}`);
    for (const line of [
      'tools + Bash',
      'egress + a.example.com',
      'workspace read-only → writable',
      'invoke + write',
    ])
      expect(told).toContain(`expansion ${line}`);
    expect(added[0]?.lines.every(({ mark }) => mark === 'expansion')).toBe(true);
    expect(planDiff([side(BASE)], [])).toMatchObject([{ kind: 'removed', lines: [{ mark: 'narrowing' }] }]);
  });

  test('a text that is no longer masked is an expansion, and so is masking instead of withholding', () => {
    const strict = { allow: [], onShape: 'withhold' } as const;
    const lax = { allow: ['a'.repeat(64)], onShape: 'mask' } as const;
    const base = side(BASE);
    const under = (redact: Plan['redact']) => ({ ...base, plan: { ...base.plan, redact } });
    expect(lines(under(strict), under(lax))).toEqual([
      `expansion redact.allow + ${'a'.repeat(64)}`,
      'expansion redact.on_shape withhold → mask',
    ]);
  });

  test('the same is no difference', () => {
    expect(planDiff([side(BASE)], [side(BASE)])).toEqual([]);
  });

  test('no part of a plan can change without a line', () => {
    const base = side(BASE);
    const other: Omit<Plan, 'agent'> = {
      description: 'Other',
      systemPrompt: { file: 'a.md' },
      model: 'other',
      ownPrice: { id: 'other' } as never,
      tools: ['Read'],
      mcpServers: [{ name: 'a', command: ['a'], tools: [] }],
      allowedTools: ['Bash', 'Read(src/**)'],
      disallowedTools: ['Read(a/**)'],
      taintedTools: [],
      policy: 'allow_all',
      permissionMode: 'acceptEdits',
      skipPermissions: true,
      workspace: 'read-only',
      workingDir: 'src',
      timeoutMinutes: 11,
      budgetUsd: 2,
      maxTurns: 31,
      invoke: 'admin',
      teams: ['octo/core'],
      approvalMinutes: 60,
      cacheHours: 24,
      triggers: ['comment'],
      pullRequest: { ...pullTriggerDefaults, forks: true },
      env: ['A'],
      egress: [],
      egressMaxMb: 1,
      context: { thread: null, diff: { kb: 1 }, failures: null },
      outputs: [{ kind: 'review', limits: { comments: 5 } }],
      mayDispatch: ['other'],
      fleet: { maxDepth: 1, maxWorkers: 1, maxParallel: null, maxTotalWorkers: 1, haltOnFailure: false },
      outputSchema: { type: 'object', properties: { ok: { type: 'boolean' } } },
      redact: { allow: ['a'.repeat(64)], onShape: 'mask' },
    };
    const keys = Object.keys(base.plan).filter((key) => key !== 'agent');
    expect(Object.keys(other).toSorted()).toEqual(keys.toSorted());
    for (const [key, value] of Object.entries(other))
      expect(lines(base, { ...base, plan: { ...base.plan, [key]: value } }), key).not.toEqual([]);
  });

  test('the other way round, what was an expansion is a narrowing', () => {
    const turned = { expansion: 'narrowing', narrowing: 'expansion', change: 'change' } as const;
    const sides = [
      BASE,
      `${BASE}, budget_usd: 3, policy: deny_all`,
      BASE.replace('[Bash, Read]', '[Bash, Write, Grep]'),
      `${BASE}, allowed_tools: [Bash(git log *), Read(src/**)]`,
      `${BASE}, disallowed_tools: [Read(a/**)], invoke: admin`,
      `${BASE}, teams: [octo/core], approval_minutes: 60`,
      `${BASE}, teams: [octo/core, octo/docs]`,
      `${BASE}, context: [thread]`,
      `${BASE}, context: [thread: { kb: 1 }, diff: { kb: 65 }]`,
      `${BASE}, outputs: [comment, review, labels: { allow: [bug] }]`,
      `${BASE}, outputs: [comment, review: { comments: 5, approve: true }, labels: { allow: [docs], most: 9 }]`,
    ].map(side);
    for (const one of sides)
      for (const two of sides) {
        const marks = (diffs: ReturnType<typeof planDiff>) =>
          diffs.flatMap((diff) => diff.lines.map(({ mark, what }) => `${mark} ${what}`));
        const there = planDiff([one], [two]).map((diff) => ({
          ...diff,
          lines: diff.lines.map((line) => ({ ...line, mark: turned[line.mark] })),
        }));
        // A new tool's own rules are told with it, and go with it without a word.
        const isTold = (line: string) => !line.endsWith('allowed_tools') && !line.endsWith('tainted_tools');
        expect(marks(there).filter(isTold).toSorted()).toEqual(
          marks(planDiff([two], [one]))
            .filter(isTold)
            .toSorted(),
        );
      }
  });
});
