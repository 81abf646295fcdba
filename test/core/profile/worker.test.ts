import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../../core/check/check-config.ts';
import { readConfig } from '../../../core/config/read.ts';
import { plainFacts } from '../../../core/profile/compile.ts';
import type { Plan } from '../../../core/profile/plan.ts';
import { resolve } from '../../../core/profile/resolve.ts';
import { teamOf } from '../../../core/profile/team.ts';
import { asWorker } from '../../../core/profile/worker.ts';
import { isRefusal } from '../../../core/refusal.ts';

const PROMPT = 'description: d, system_prompt: p';

function read(agents: string) {
  return readConfig(`version: 1\nagents:\n${agents}`, 'dispatch.yml');
}

function configOf(agents: string) {
  const found = read(agents);
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  return found.config;
}

/** A lead and its worker, with these keys beside their prompts. */
function pair(lead: string, worker: string): [Plan, Plan] {
  const config = configOf(
    `  lead: { ${PROMPT}, may_dispatch: [helper], ${lead} }\n  helper: { ${PROMPT}, ${worker} }\n`,
  );
  const plans = ['lead', 'helper'].map((name) => resolve(config, name));
  return plans.map((plan) => (isRefusal(plan) ? expect.unreachable() : plan)) as [Plan, Plan];
}

describe('a worker', () => {
  test('has its own profile, but hands back an answer and nothing else', () => {
    const [lead, helper] = pair(
      'tools: [Read, Grep]',
      'tools: [Read], outputs: [comment, review], context: [thread], cache_hours: 1, max_turns: 7',
    );
    expect(asWorker(lead, helper, 'worker')).toMatchObject({
      isWorker: true,
      tools: ['Read'],
      maxTurns: 7,
      outputs: [{ kind: 'comment' }],
      context: { thread: null, diff: null, failures: null },
      triggers: [],
      cacheHours: null,
      mayDispatch: [],
      fleet: null,
    });
  });

  test.each([
    ['tools: [Read]', 'tools: [Read, Bash]', 'the tool Bash'],
    ['tools: [Read, Bash]', 'tools: [Bash], egress: [example.com]', 'the host example.com'],
    [
      'tools: [Bash], egress: [example.com], egress_max_mb: 1',
      'tools: [Bash], egress: [example.com]',
      '`egress_max_mb` of 100',
    ],
    ['tools: [Read]', 'tools: [Read], skip_permissions: true', '`skip_permissions`'],
    ['tools: [Read]', 'tools: [Read], invoke: admin', '`invoke: admin`'],
    ['tools: [Read]', 'tools: [Read], teams: [octo/core]', 'other `teams`'],
    [
      'tools: [Read], mcp_servers: { a: { command: [x], tools: { t: { input: {} } } } }',
      'tools: [Read], mcp_servers: { a: { command: [y], tools: { t: { input: {} } } } }',
      'the MCP server a',
    ],
  ])('of a lead with %s may not have %s', (lead, worker, what) => {
    const [one, other] = pair(lead, worker);
    expect(asWorker(one, other, 'worker')).toMatchObject({
      code: 'beyond-lead',
      because: expect.stringContaining(what),
    });
    expect(asWorker(one, { ...other, ...same(one) }, 'worker')).not.toHaveProperty('refused');
  });

  test('of a host pattern may have a host that it stands for', () => {
    const [lead, helper] = pair(
      'tools: [Bash], egress: ["*.example.com"]',
      'tools: [Bash], egress: [a.example.com]',
    );
    expect(asWorker(lead, helper, 'worker')).toMatchObject({ egress: ['a.example.com'] });
  });

  test('may start workers only as a sub-lead, and only while a level is left', () => {
    const [lead, helper] = pair('fleet: { max_depth: 2 }', 'may_dispatch: [lead], fleet: { max_depth: 4 }');
    expect(asWorker(lead, helper, 'worker')).toMatchObject({ mayDispatch: [], fleet: null });
    const sublead = asWorker(lead, helper, 'sublead');
    expect(sublead).toMatchObject({ mayDispatch: ['lead'], fleet: { maxDepth: 1 } });
    if (isRefusal(sublead)) throw new Error(sublead.because);
    expect(asWorker(sublead, lead, 'sublead')).toMatchObject({ mayDispatch: [], fleet: null });
  });
});

/** What of a lead a worker has to share. */
function same({
  tools,
  allowedTools,
  egress,
  egressMaxMb,
  mcpServers,
  skipPermissions,
  invoke,
  teams,
}: Plan) {
  return { tools, allowedTools, egress, egressMaxMb, mcpServers, skipPermissions, invoke, teams };
}

describe('a configuration', () => {
  test.each([
    ['may_dispatch: [lead]', 'holds the agent itself'],
    ['may_dispatch: [helpr]', '(did you mean `helper`?)'],
    ['may_dispatch: [helper, helper]', 'one entry twice'],
    ['fleet: { max_depth: 2 }', 'no agents that it may start'],
    ['may_dispatch: [helper], fleet: { max_depth: 9 }', '`max_depth` is `9`'],
    ['may_dispatch: [helper], fleet: { depth: 1 }', 'no key `depth`'],
  ])('with %s is refused', (keys, because) => {
    const found = read(`  lead: { ${PROMPT}, ${keys} }\n  helper: { ${PROMPT} }\n`);
    if (!('problems' in found)) return expect.unreachable();
    expect(found.problems.map(({ message }) => message)).toEqual([expect.stringContaining(because)]);
    expect(found.problems[0]?.line).toBe(3);
  });

  test('is checked for workers that would go beyond their lead', () => {
    const text = `version: 1\nagents:\n  lead: { ${PROMPT}, may_dispatch: [helper, reader] }\n  helper: { ${PROMPT}, tools: [Bash] }\n  reader: { ${PROMPT} }\n`;
    const { findings } = checkConfig(text, 'dispatch.yml', () => true);
    expect(findings).toMatchObject([
      { code: 'beyond-lead', level: 'error', key: 'agents.lead.may_dispatch.0' },
    ]);
  });
});

test('a team is everybody within reach of the lead’s depth, each with the operator’s limits', () => {
  const agents = (depth: number) =>
    configOf(
      `  lead: { ${PROMPT}, may_dispatch: [middle], fleet: { max_depth: ${depth} } }\n` +
        `  middle: { ${PROMPT}, may_dispatch: [leaf], budget_usd: 5 }\n  leaf: { ${PROMPT}, may_dispatch: [lead] }\n`,
    );
  const names = (depth: number) => {
    const config = agents(depth);
    const lead = resolve(config, 'lead');
    if (isRefusal(lead)) throw new Error(lead.because);
    return teamOf(config, lead, { ...plainFacts, trigger: 'comment' }, { max_budget_usd: 2 });
  };
  expect([...names(1).keys()]).toEqual(['middle']);
  expect(names(1).get('middle')).toMatchObject({ code: 'beyond-operator' });
  // Nobody is reached by way of one that may not start at all.
  expect([...names(2).keys()]).toEqual(['middle']);
});
