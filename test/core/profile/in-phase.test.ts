import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Proposal } from '../../../core/approval/proposal.ts';
import { approvalPlan } from '../../../core/approval/plan.ts';
import { readConfig } from '../../../core/config/read.ts';
import { judge } from '../../../core/policy/judge.ts';
import { mayWrite } from '../../../core/policy/may-write.ts';
import { rules } from '../../../core/policy/table.ts';
import type { ToolCall } from '../../../core/policy/verdict.ts';
import { compile, plainFacts, type RunFacts } from '../../../core/profile/compile.ts';
import { inPhase, isPlanning } from '../../../core/profile/in-phase.ts';
import { limited } from '../../../core/profile/limits.ts';
import type { Plan } from '../../../core/profile/plan.ts';
import { asWorker } from '../../../core/profile/worker.ts';
import { isRefusal } from '../../../core/refusal.ts';

const CONFIG = `version: 1
agents:
  fixer:
    description: Mends
    system_prompt: You mend.
    tools: [Read, Grep, Edit, Write, Bash, WebFetch]
    allowed_tools: [Read, Grep, 'Edit(src/**)', 'Write(src/**)', 'Bash(npm test)', 'Bash(git log *)', WebFetch]
    disallowed_tools: ['Edit(src/secret/**)']
    egress: [docs.example.com, '*.npmjs.org']
    outputs: [comment, patch]
    budget_usd: 2
    require_plan: true
    may_dispatch: [helper]
  helper:
    description: Helps
    system_prompt: You help.
    tools: [Read, Edit, WebFetch]
    egress: ['*.npmjs.org']
  free:
    description: Free
    system_prompt: You are free.
`;

function configOf(text = CONFIG) {
  const read = readConfig(text, 'dispatch.yml');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

function compiled(proposal: Proposal | null, facts: Partial<RunFacts> = {}, agent = 'fixer', text = CONFIG) {
  return compile(configOf(text), agent, { ...plainFacts, trigger: 'comment', ...facts, proposal });
}

function planOf(...given: Parameters<typeof compiled>): Plan {
  const found = compiled(...given);
  if (found.kind === 'refused') throw new Error(found.refusal.because);
  return found.plan;
}

const proposal: Proposal = {
  steps: ['Mend the sum.'],
  paths: ['src/add.js'],
  commands: ['npm test'],
  hosts: ['registry.npmjs.org'],
  tools: [],
  workers: [],
  cost_usd: 0.5,
};
const call = (tool: string, input: object): ToolCall => ({ tool, input, actor: 'main' });

describe('before anybody has agreed to its plan an agent', () => {
  const plan = planOf(null);

  test('has tools that read and the one to propose, no hosts, no workers and no other output', () => {
    expect(plan).toMatchObject({
      tools: ['Read', 'Grep'],
      allowedTools: ['Read', 'Grep'],
      egress: [],
      mcpServers: [],
      mayDispatch: [],
      fleet: null,
      workspace: 'read-only',
      skipPermissions: false,
    });
    expect(plan.outputs).toEqual([
      { kind: 'comment', limits: {} },
      {
        kind: 'propose_plan',
        limits: {
          paths: ['*'],
          commands: ['npm test', 'git log *'],
          hosts: ['docs.example.com', '*.npmjs.org'],
          tools: [],
          workers: ['helper'],
          most_workers: 16,
          cost_usd: 2,
        },
      },
    ]);
    expect(isPlanning(plan)).toBe(true);
  });

  test.each([
    call('Edit', { file_path: 'src/add.js', old_string: 'a', new_string: 'b' }),
    call('Bash', { command: 'npm test' }),
    call('WebFetch', { url: 'https://docs.example.com/', prompt: 'x' }),
    call('mcp__dispatch__patch', { title: 'x', body: 'y' }),
  ])('is refused %j', (one) => {
    expect(judge(one, plan)).toMatchObject({ allow: false, rule: 'listed-tool' });
  });

  test('is asked for it even where permissions are skipped, and nobody else is', () => {
    const text = CONFIG.replace('budget_usd: 2', 'budget_usd: 2\n    skip_permissions: true');
    const bold = planOf(null, {}, 'fixer', text);
    expect(judge(call('Bash', { command: 'id' }), bold).allow).toBe(false);
    expect(isPlanning(planOf(null, {}, 'free'))).toBe(false);
  });

  test('may start where its whole profile would need a person: reading brings nothing together', () => {
    const facts = { repository: { private: true }, hasApprover: true };
    expect(compiled(null, facts).kind).toBe('plan');
    expect(compiled(proposal, facts).kind).toBe('needs-approval');
    expect(compiled({ ...proposal, hosts: [] }, { ...facts, hasApprover: false }).kind).toBe('plan');
  });
});

describe('under its plan an agent', () => {
  const plan = planOf(proposal);

  test('has what the plan holds and the profile allows', () => {
    expect(plan).toMatchObject({
      proposal,
      egress: ['registry.npmjs.org'],
      budgetUsd: 0.5,
      mayDispatch: [],
      fleet: null,
    });
    expect(plan.outputs.map(({ kind }) => kind)).toEqual(['comment', 'patch']);
    expect(isPlanning(plan)).toBe(false);
  });

  test.each<[ToolCall, string | null]>([
    [call('Read', { file_path: 'lib/a.js' }), null],
    [call('Edit', { file_path: 'src/add.js', old_string: 'a', new_string: 'b' }), null],
    [call('Edit', { file_path: 'src/sub.js', old_string: 'a', new_string: 'b' }), 'outside-plan'],
    [call('Edit', { file_path: 'src/../src/sub.js', old_string: 'a', new_string: 'b' }), 'outside-plan'],
    [call('Write', { file_path: 'src/sub.js', content: '' }), 'outside-plan'],
    [call('Bash', { command: 'npm test' }), null],
    [call('Bash', { command: 'git log -1' }), 'outside-plan'],
    [call('Bash', { command: 'npm test; git log -1' }), 'outside-plan'],
    [call('WebFetch', { url: 'https://registry.npmjs.org/a', prompt: 'x' }), null],
    [call('WebFetch', { url: 'https://docs.example.com/a', prompt: 'x' }), 'web-hosts'],
  ])('%j', (one, rule) => {
    const verdict = judge(one, plan);
    expect(verdict.allow ? null : verdict.rule).toBe(rule);
    // Of what the plan alone refuses, its rule is what does.
    const others = rules.filter(({ name }) => name !== 'outside-plan');
    expect(judge(one, plan, [], others).allow).toBe(rule === null || rule === 'outside-plan');
  });

  test('keeps to it where permissions are skipped', () => {
    const text = CONFIG.replace('budget_usd: 2', 'budget_usd: 2\n    skip_permissions: true');
    const bold = planOf(proposal, {}, 'fixer', text);
    expect(judge(call('Bash', { command: 'git log -1' }), bold)).toMatchObject({ rule: 'outside-plan' });
    expect(judge(call('Write', { file_path: '/etc/passwd', content: '' }), bold)).toMatchObject({
      rule: 'outside-plan',
    });
  });

  test('proposes no change of a file that the plan does not hold, whoever wrote it', () => {
    expect(mayWrite(plan, 'src/add.js')).toBe(true);
    expect(mayWrite(plan, 'src/sub.js')).toBe(false);
    const text = CONFIG.replace('require_plan: true', 'require_plan: false');
    expect(mayWrite(planOf(null, {}, 'fixer', text), 'src/sub.js')).toBe(true);
  });

  test('may cost what its command allowed, or less', () => {
    for (const [asked, left] of [
      [1, 0.5],
      [0.25, 0.25],
    ] as const) {
      const plan2 = limited(plan, { budgetUsd: asked });
      expect(isRefusal(plan2) ? plan2 : plan2.budgetUsd).toBe(left);
    }
    expect(isRefusal(limited(plan, { maxTurns: 400 }))).toBe(true);
  });

  test('starts the workers that the plan names, and these keep to the plan as well', () => {
    const lead = planOf({ ...proposal, workers: [{ agent: 'helper', count: 2 }] });
    expect(lead).toMatchObject({ mayDispatch: ['helper'], fleet: { maxTotalWorkers: 2 } });
    const helper = planOf(null, {}, 'helper');
    const worker = asWorker(lead, helper, 'worker');
    if (isRefusal(worker)) throw new Error(worker.because);
    expect(worker).toMatchObject({ egress: ['registry.npmjs.org'], proposal: lead.proposal });
    const edit = call('Edit', { file_path: 'src/sub.js', old_string: 'a', new_string: 'b' });
    expect(judge(edit, worker)).toMatchObject({ rule: 'outside-plan' });
    expect(judge(edit, helper).allow).toBe(true);
  });
});

test('a proposal beyond the profile is refused, and so is one for an agent that has to make none', () => {
  expect(compiled({ ...proposal, hosts: ['evil.example.org'] })).toMatchObject({
    kind: 'refused',
    refusal: { code: 'beyond-profile' },
  });
  expect(compiled(proposal, {}, 'free')).toMatchObject({
    kind: 'refused',
    refusal: { code: 'plan-changed' },
  });
});

test('a worker that has to propose a plan works for a lead that had to', () => {
  const lead = { ...planOf(proposal), mayDispatch: ['helper'] };
  const helper: Plan = { ...planOf(null, {}, 'helper'), requirePlan: true };
  expect(isRefusal(asWorker(lead, helper, 'worker'))).toBe(false);
  const { requirePlan: _asked, proposal: _held, ...free } = lead;
  expect(asWorker({ ...free, egress: helper.egress }, helper, 'worker')).toMatchObject({
    code: 'beyond-lead',
  });
});

test('what people agree to is all of the plan, and a digest counts it', () => {
  const bound = {
    jobId: 'a',
    taskSha256: 'b',
    configBlob: 'c',
    configCommit: 'd',
    headSha: 'e',
    fromJob: null,
  };
  const asked = approvalPlan(planOf(proposal), new Set(), bound);
  expect(asked).toMatchObject({
    proposal,
    writablePaths: ['src/add.js'],
    commands: ['npm test'],
    hosts: ['registry.npmjs.org'],
    budgetUsd: 0.5,
  });
  expect(asked).not.toHaveProperty('workers');
});

const FREE = planOf(null, {}, 'free');

describe('for any profile and any plan', () => {
  const some = <Value>(...of: Value[]) => fc.uniqueArray(fc.constantFrom(...of), { maxLength: 4 });
  const PATHS = ['src/add.js', 'src/**', 'src/*.js', '*.md', '**', 'lib/**', '.github/**', 'package.json'];
  const COMMANDS = ['npm test', 'npm *', 'git log *', 'git log -1', 'git *', 'rm -rf src'];
  const HOSTS = ['docs.example.com', '*.example.com', 'evil.example.org'];
  const MCP = ['mcp__notes__search', 'mcp__notes__drop'];
  const TOOLS = ['Read', 'Grep', 'Edit', 'Write', 'Bash', 'WebFetch', 'Agent', ...MCP];
  const rule = fc.oneof(
    fc.constantFrom(...TOOLS),
    fc.constantFrom(...PATHS).map((path) => `Edit(${path})`),
    fc.constantFrom(...PATHS).map((path) => `Write(${path})`),
    fc.constantFrom(...COMMANDS).map((command) => `Bash(${command})`),
  );
  const lists = fc.uniqueArray(rule, { maxLength: 8 });
  const profile = fc
    .record({
      tools: some(...TOOLS),
      allowedTools: lists,
      disallowedTools: fc.uniqueArray(rule, { maxLength: 2 }),
      taintedTools: some(...TOOLS),
      policy: fc.constantFrom('allow_list' as const, 'allow_all' as const, 'deny_list' as const),
      egress: some(...HOSTS),
      skipPermissions: fc.boolean(),
      budgetUsd: fc.constantFrom(1, 2),
    })
    .map((changes): Plan => ({
      ...FREE,
      ...changes,
      workspace: changes.tools.some((tool) => ['Edit', 'Write', 'Bash'].includes(tool))
        ? 'writable'
        : 'read-only',
      mcpServers: [
        {
          name: 'notes',
          command: ['notes'],
          tools: MCP.map((name) => ({ name, sha256: null, input: {} })),
        },
      ],
      requirePlan: true,
    }));
  const proposed = fc.record({
    steps: fc.constant<string[]>(['Do it.']),
    paths: some(...PATHS),
    commands: some(...COMMANDS),
    hosts: some(...HOSTS),
    tools: some(...MCP),
    workers: fc.constant<Proposal['workers']>([]),
    cost_usd: fc.constantFrom(0.5, 1, 2),
  });
  const file = fc.constantFrom(
    'src/add.js',
    'src/a/b.js',
    'a.md',
    'lib/a.js',
    'package.json',
    '.github/a.yml',
    '../x',
  );
  const made = fc.oneof(
    file.map((path) => call('Edit', { file_path: path, old_string: 'a', new_string: 'b' })),
    file.map((path) => call('Write', { file_path: path, content: '' })),
    file.map((path) => call('Read', { file_path: path })),
    fc
      .constantFrom(
        'npm test',
        'npm publish',
        'git log -1',
        'git push',
        'rm -rf src',
        'npm test; id',
        'git log --output=x',
      )
      .map((command) => call('Bash', { command })),
    fc
      .constantFrom('docs.example.com', 'a.example.com', 'evil.example.org')
      .map((host) => call('WebFetch', { url: `https://${host}/`, prompt: 'x' })),
    fc.constantFrom(...MCP).map((tool) => call(tool, {})),
    fc.constant(call('Agent', { description: 'a', prompt: 'b' })),
  );
  const taints = fc.constantFrom<string[]>([], ['a comment by a stranger']);

  const law = (phase: typeof inPhase, seen = { under: 0, refused: 0, planning: 0 }) =>
    fc.property(profile, fc.option(proposed), made, taints, (plan, proposal2, one, taint) => {
      const within = phase(plan, proposal2);
      if (isRefusal(within)) return true;
      if (proposal2 === null) seen.planning += 1;
      else seen.under += 1;
      if (within.budgetUsd > plan.budgetUsd) return false;
      const { requirePlan: _asked, ...whole } = plan;
      if (judge(one, whole, taint).allow) return true;
      seen.refused += 1;
      return (
        !judge(one, within, taint).allow &&
        ['src/a', 'a.md'].every((path) => mayWrite(plan, path) || !mayWrite(within, path))
      );
    });

  test('whatever the judge refuses under the profile it refuses under the plan', () => {
    const seen = { under: 0, refused: 0, planning: 0 };
    fc.assert(law(inPhase, seen), { numRuns: 20_000 });
    // Few proposals fit a profile: some 530 of them, give or take 25.
    expect(Math.min(seen.under, seen.refused, seen.planning)).toBeGreaterThan(300);
  });

  test('ablation: a plan that gives instead of taking', () => {
    const giving: typeof inPhase = (plan, given) => {
      const within = inPhase(plan, given);
      if (given === null || isRefusal(within)) return within;
      return {
        ...within,
        allowedTools: [
          ...within.allowedTools,
          ...given.commands.map((one) => `Bash(${one})`),
          ...within.tools,
        ],
      };
    };
    expect(fc.check(law(giving), { numRuns: 20_000, seed: 1 }).failed).toBe(true);
  });
});
