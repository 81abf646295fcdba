import { describe, expect, test } from 'vitest';
import { approvalPlan } from '../../../core/approval/plan.ts';
import { describeCompiled } from '../../../core/check/describe-compiled.ts';
import { readConfig } from '../../../core/config/read.ts';
import { fleetToolsOf } from '../../../core/fleet/tools.ts';
import { judge } from '../../../core/policy/judge.ts';
import { capabilitiesOf, compile, plainFacts } from '../../../core/profile/compile.ts';
import { planDiff } from '../../../core/profile/plan-diff.ts';
import { planSides } from '../../../core/profile/plan-side.ts';
import type { Plan } from '../../../core/profile/plan.ts';
import { resolve } from '../../../core/profile/resolve.ts';
import { teamOf } from '../../../core/profile/team.ts';
import { asWorker } from '../../../core/profile/worker.ts';
import { whyNotCacheable } from '../../../core/profile/cacheable.ts';
import { isRefusal, type Refusal } from '../../../core/refusal.ts';
import { targetsOf } from '../../../lab/redteam/agents/target.ts';

const text = (group = 'members: [listener, sender]') => `version: 1
agents:
  listener: { description: Reads the thread., system_prompt: p, context: [thread] }
  sender: { description: Fetches pages., system_prompt: p, tools: [Read, WebFetch], egress: [x.example.com], tainted_tools: [Read] }
  plain: { description: Reads., system_prompt: p, model: claude-haiku-5-5 }
groups:
  team: { description: Works., ${group} }
`;

function configOf(group?: string) {
  const read = readConfig(text(group), 'x');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

function planOf(plan: Plan | Refusal): Plan {
  if (isRefusal(plan)) throw new Error(plan.because);
  return plan;
}

const facts = { ...plainFacts, trigger: 'comment', repository: { private: true } } as const;

describe('a group under the Rule of Two', () => {
  test('is one agent that has what all of them have: together they need a person, each alone does not', () => {
    const config = configOf('members: [listener, plain]');
    expect(compile(config, 'listener', facts).kind).toBe('plan');
    expect(compile(config, 'team', facts).kind).toBe('plan');
    // Without the thread the repository is private (B) and a page is fetched (A and C): that one needs a person by itself.
    const both = configOf();
    expect(compile(both, 'team', facts)).toMatchObject({ kind: 'refused', refusal: { code: 'rule-of-two' } });
    const asked = compile(both, 'team', { ...facts, hasApprover: true });
    expect(asked.kind).toBe('needs-approval');
  });

  test('ablation: what only the other one brings is not there for either alone', () => {
    const config = configOf();
    const of = (name: string) => [...capabilitiesOf(planOf(resolve(config, name)), facts)];
    const only = of('team').filter((one) => !of('listener').includes(one));
    expect([only, of('team').filter((one) => !of('sender').includes(one))]).toEqual([
      ['web-content', 'egress'],
      ['thread-context'],
    ]);
  });

  test('does not start where the operator refuses one of them', () => {
    const config = configOf('members: [plain, listener]');
    const operator = { models: ['claude-opus-5-5'] };
    expect(compile(config, 'listener', facts, operator).kind).toBe('plan');
    expect(compile(config, 'team', facts, operator)).toMatchObject({
      kind: 'refused',
      refusal: {
        code: 'beyond-operator',
        because: expect.stringContaining('The agent plain asks for the model'),
      },
    });
  });
});

describe('somebody of a group', () => {
  const lead = planOf(resolve(configOf(), 'team'));
  const team = teamOf(configOf(), lead, facts);
  const member = (name: string) => planOf(asWorker(lead, planOf(team.get(name)!), 'member'));

  test('has its own profile and no tool to talk to anybody', () => {
    expect([...team.keys()]).toEqual(['listener', 'sender']);
    expect(member('listener')).toMatchObject({
      tools: ['Read', 'Grep', 'Glob'],
      egress: [],
      inGroup: true,
      fleet: null,
    });
    expect(fleetToolsOf(member('listener'))).toEqual([]);
    // The ablation: as a worker it has them.
    const worker = planOf(asWorker(lead, planOf(team.get('listener')!), 'worker'));
    expect(fleetToolsOf(worker)).toContain('store_set');
  });

  test('that has read what another wrote keeps to its tainted_tools', () => {
    const call = { tool: 'WebFetch', input: { url: 'https://x.example.com/', prompt: 'p' }, actor: 'main' };
    const sender = member('sender');
    expect(judge(call, sender, ['words of the agent listener'])).toMatchObject({
      allow: false,
      rule: 'untainted-tool',
    });
    // The ablation: where it is not told of the taint, it may.
    expect(judge(call, sender, []).allow).toBe(true);
  });

  test('is refused where it could do what the group, narrowed since, may not', () => {
    const narrowed = { ...lead, egress: [] };
    expect(asWorker(narrowed, planOf(team.get('sender')!), 'member')).toMatchObject({ code: 'beyond-lead' });
  });
});

describe('a group is shown', () => {
  test('in words: who works with whom, and no command line', () => {
    const lines = describeCompiled(compile(configOf(), 'team', { ...facts, repository: { private: false } }));
    expect(lines).toContainEqual(['group', 'team: Works.']);
    expect(lines).toContainEqual(['members', 'listener, sender side by side; the answer quotes each']);
    expect(lines.map(([label]) => label)).not.toContain('launch');
    const mixed = describeCompiled(compile(configOf('members: [plain, listener]'), 'team', facts));
    expect(mixed).toContainEqual(['model', 'claude-haiku-5-5, claude-opus-5-5']);
  });

  test('to whoever has to agree to it', () => {
    const bound = {
      jobId: 'j',
      taskSha256: 't',
      configBlob: 'b',
      configCommit: 'c',
      headSha: 'h',
      fromJob: null,
    };
    const shown = approvalPlan(
      planOf(resolve(configOf('mode: dialogue, members: [listener, sender]'), 'team')),
      new Set(),
      bound,
    );
    expect(shown).toMatchObject({
      group: 'a dialogue of listener and sender, who speak at most 3 times each',
      workers: { agents: ['listener', 'sender'] },
    });
  });

  test('where it changes', () => {
    const sides = (group?: string) => planSides(configOf(group), { prompt: () => null });
    const [diff] = planDiff(
      sides('members: [listener, plain]'),
      sides('members: [listener, plain], aggregate: plain, shared_context: x'),
    );
    expect(diff?.agent).toBe('team');
    expect(diff?.lines.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['group', 'shared_context', 'budget_usd']),
    );
  });

  test('and is no target of its own, nor an answer to be given again', () => {
    expect(
      targetsOf(text('members: [listener, plain]'), 'x', () => '').targets?.map(({ agent }) => agent),
    ).toEqual(['listener', 'sender', 'plain']);
    expect(whyNotCacheable(planOf(resolve(configOf(), 'team')))).not.toBe(null);
  });
});
