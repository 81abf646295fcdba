import { expect, test } from 'vitest';
import { readConfig } from '../../../core/config/read.ts';
import {
  capabilitiesOf,
  compile,
  plainFacts,
  taintOf,
  type RunFacts,
} from '../../../core/profile/compile.ts';
import type { Operator } from '../../../core/profile/operator.ts';

const config = (agent: string) => {
  const read = readConfig(
    `version: 1\nagents:\n  a:\n    description: x\n    system_prompt: y\n${agent
      .split('\n')
      .map((line) => `    ${line}\n`)
      .join('')}`,
    'dispatch.yml',
  );
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('; '));
  return read.config;
};
const facts = (change: Partial<RunFacts> = {}): RunFacts => ({
  ...plainFacts,
  trigger: 'comment',
  ...change,
});
const compiled = (agent: string, change: Partial<RunFacts> = {}, operator: Operator = {}) =>
  compile(config(agent), 'a', facts(change), operator);

test('a plain agent gets its plan', () => {
  expect(compiled('')).toMatchObject({ kind: 'plan', plan: { agent: 'a' }, ruleOfTwo: { present: '' } });
});

test('an agent that does not exist, or is not for this trigger, is refused', () => {
  expect(compile(config(''), 'b', facts())).toMatchObject({ refusal: { code: 'unknown-agent' } });
  expect(compiled('triggers: [workflow]')).toMatchObject({
    kind: 'refused',
    refusal: { code: 'not-triggered', because: expect.stringContaining('comment') as string },
  });
});

const reaching = 'tools: [Bash]\negress: [registry.npmjs.org]';

test('hosts in a private repository are refused, or wait for a person where there is one', () => {
  expect(compiled(reaching)).toMatchObject({ kind: 'plan', ruleOfTwo: { present: 'AC' } });
  expect(compiled(reaching, { repository: { private: true } })).toMatchObject({
    kind: 'refused',
    refusal: { code: 'rule-of-two', remedy: expect.stringContaining('`egress`') as string },
  });
  expect(compiled(reaching, { repository: { private: true }, hasApprover: true })).toMatchObject({
    kind: 'needs-approval',
    plan: { agent: 'a' },
    ruleOfTwo: { present: 'ABC' },
  });
});

const notes = (tool: string) =>
  `mcp_servers: { notes: { command: [node, a.mjs], tools: { search: { ${tool}input: {} } } } }`;
const pinned = `sha256: ${'a'.repeat(64)}, `;

test('an MCP server that is not pinned brings in text that nobody here has read', () => {
  expect(compiled(notes(''))).toMatchObject({ ruleOfTwo: { present: 'A' } });
  expect(compiled(notes(pinned))).toMatchObject({ ruleOfTwo: { present: '' } });
  // Without a tool that is left it is not started.
  expect(compiled(`${notes('')}\ndisallowed_tools: [mcp__notes__search]`)).toMatchObject({
    plan: { mcpServers: [] },
    ruleOfTwo: { present: '' },
  });
});

test('an MCP server is a program: it reaches hosts, and without a proven cage it is an effect', () => {
  const reaches = `${notes(pinned)}\negress: [registry.npmjs.org]`;
  expect(compiled(reaches)).toMatchObject({
    plan: { egress: ['registry.npmjs.org'], taintedTools: ['Read', 'Grep', 'Glob', 'mcp__notes__search'] },
    ruleOfTwo: { present: 'AC' },
  });
  expect(compiled(reaches, { repository: { private: true } }).kind).toBe('refused');
  expect(compiled(notes(pinned), { provenCage: false })).toMatchObject({ ruleOfTwo: { present: 'C' } });
});

test('commands without a proven cage are an effect', () => {
  const change = { repository: { private: true }, sources: { untrustedAuthor: false, forkHead: true } };
  expect(compiled('tools: [Bash]', change).kind).toBe('plan');
  expect(compiled('tools: [Bash]', { ...change, provenCage: false }).kind).toBe('refused');
  expect(compiled('tools: [Read]', { ...change, provenCage: false }).kind).toBe('plan');
});

test.each<[string, Operator, string]>([
  ['model: claude-opus-5-5', { models: ['claude-haiku-5-5'] }, 'claude-opus-5-5'],
  ['budget_usd: 5', { max_budget_usd: 4.99 }, '$5'],
  [reaching, { hosts: ['*.example.com'] }, 'registry.npmjs.org'],
  [reaching, { hosts: [] }, 'registry.npmjs.org'],
  ['tools: [Bash]\negress: ["*.npmjs.org"]', { hosts: ['registry.npmjs.org'] }, '*.npmjs.org'],
  ['tools: [Bash]', { forbidden_tools: ['Bash'] }, 'Bash'],
  [notes(pinned), { forbidden_tools: ['MCP'] }, 'mcp__notes__search'],
  [notes(pinned), { forbidden_tools: ['mcp__notes__search'] }, 'mcp__notes__search'],
])('%s is beyond an operator who says %o', (agent, operator, named) => {
  expect(compiled(agent, {}, operator)).toMatchObject({
    kind: 'refused',
    refusal: { code: 'beyond-operator', because: expect.stringContaining(named) as string },
  });
});

test.each<[string, Operator]>([
  ['model: claude-opus-5-5', { models: ['claude-opus-5-5'] }],
  ['budget_usd: 5', { max_budget_usd: 5 }],
  [reaching, { hosts: ['*.npmjs.org'] }],
  [reaching, { hosts: ['registry.npmjs.org'] }],
  ['tools: [Bash]\negress: ["*.npmjs.org"]', { hosts: ['*.npmjs.org'] }],
  ['tools: [Read]', { forbidden_tools: ['Bash', 'MCP'] }],
  [notes(pinned), { forbidden_tools: ['Bash', 'mcp__notes__other'] }],
])('%s is within the limits of an operator who says %o', (agent, operator) => {
  expect(compiled(agent, {}, operator).kind).toBe('plan');
});

test('presets: what they hold, what narrows them, what widens them', () => {
  const plan = (agent: string) => {
    const result = compiled(agent);
    return result.kind === 'plan' ? result.plan : null;
  };
  expect(plan('preset: tester')).toMatchObject({
    tools: ['Bash', 'Read', 'Grep', 'Glob'],
    budgetUsd: 2,
    maxTurns: 60,
  });
  expect(plan('preset: editor\ntools: [Read, Edit]')?.tools).toEqual(['Read', 'Edit']);
  expect(plan('preset: reader\nadd_tools: [Bash]')?.tools).toEqual(['Read', 'Grep', 'Glob', 'Bash']);
  expect(plan('preset: reader\nbudget_usd: 9')?.budgetUsd).toBe(9);
  expect(() => plan('preset: reader\ntools: [Read, Bash]')).toThrow('the preset `reader` does not have');
});

test('tools that reach hosts are the ones that untrusted text takes away, unless the profile says otherwise', () => {
  const tainted = (agent: string, isPrivate = true) => {
    const result = compiled(agent, { repository: { private: isPrivate }, hasApprover: true });
    return result.kind === 'refused' ? null : result.plan.taintedTools;
  };
  expect(tainted('tools: [Read, Bash]')).toEqual(['Read', 'Bash']);
  expect(tainted('tools: [Read, Bash]\negress: [registry.npmjs.org]')).toEqual(['Read']);
  // Where there is nothing to steal they stay.
  expect(tainted('tools: [Read, Bash]\negress: [registry.npmjs.org]', false)).toEqual(['Read', 'Bash']);
  expect(tainted('tools: [Read, Bash]\ntainted_tools: []')).toEqual([]);
});

test('the facts that nobody has said are those of a plain request', () => {
  expect(plainFacts).toEqual({
    sources: { untrustedAuthor: false, forkHead: false },
    repository: { private: false },
    hasApprover: false,
    provenCage: true,
  });
});

test('code from a fork is a stranger’s, and a stranger in the thread alone is told elsewhere', () => {
  const sources = (forkHead: boolean) => taintOf(facts({ sources: { untrustedAuthor: true, forkHead } }));
  expect([sources(true), sources(false)]).toEqual([['code from a fork'], []]);
});

test('the result of an earlier run taints, and counts as words of strangers', () => {
  const sources = { untrustedAuthor: false, forkHead: false, earlier: 'result of job 1' };
  expect(taintOf(facts({ sources }))).toEqual(['result of job 1']);
  expect(compiled('', { sources })).toMatchObject({ kind: 'plan', ruleOfTwo: { present: 'A' } });
  const [read, write] = ['tools: [Read]', 'outputs: [comment, { labels: { allow: [x] } }]'];
  const secret = { sources, repository: { private: true } };
  expect(compiled(read, secret).kind).toBe('plan');
  expect(compiled(write, secret)).toMatchObject({ kind: 'refused', refusal: { code: 'rule-of-two' } });
  expect(compiled(write, { ...secret, hasApprover: true }).kind).toBe('needs-approval');
  const without = { ...secret, sources: { ...sources, earlier: null } };
  expect(compiled(write, without).kind).toBe('plan');
});

test('a plan brings together what it has and what the request has', () => {
  const result = compiled(reaching);
  if (result.kind !== 'plan') throw new Error(result.kind);
  const { plan } = result;
  const all = facts({
    sources: { untrustedAuthor: true, forkHead: true },
    repository: { private: true },
    provenCage: false,
  });
  const words = 'web-content secrets egress';
  expect([...capabilitiesOf({ ...plan, env: ['TOKEN'] }, facts())]).toEqual(words.split(' '));
  expect([...capabilitiesOf(plan, all)]).toEqual(
    'untrusted-author fork-head web-content private-content egress commands-without-cage'.split(' '),
  );
  expect([...capabilitiesOf({ ...plan, tools: ['Read'] }, facts())]).toEqual([]);
});

test('a refusal says what came together, and how to start the agent otherwise', () => {
  const because =
    'The agent a would bring together what must not come together ' +
    '(A: `egress` lets the agent read what hosts on the internet answer; B: the repository is private; ' +
    'C: `egress` lets the agent send to hosts on the internet).';
  const judged = compiled(reaching, { repository: { private: true } });
  expect(judged).toMatchObject({ kind: 'refused', refusal: { because }, ruleOfTwo: { present: 'ABC' } });
  expect(compiled('triggers: [workflow]')).toEqual({
    kind: 'refused',
    ruleOfTwo: null,
    refusal: {
      refused: true,
      code: 'not-triggered',
      because: 'The agent a cannot be started by a comment (its triggers: workflow).',
      remedy: 'Add comment to its triggers in .github/dispatch.yml, or start another agent.',
    },
  });
});

test('a profile that says what is left of its tools is taken by its word, also in a public repository', () => {
  const result = compiled('tools: [Read, Bash]\ntainted_tools: [Read]');
  expect(result).toMatchObject({ plan: { taintedTools: ['Read'] } });
});

test('an agent that does not exist has no capabilities to weigh', () => {
  expect(compile(config(''), 'b', facts())).toEqual({
    kind: 'refused',
    ruleOfTwo: null,
    refusal: expect.objectContaining({ code: 'unknown-agent' }) as object,
  });
});

test('what a configuration does not know starts no agent, and all that does is told', () => {
  expect(compiled('', { trigger: 'schedule' as never })).toMatchObject({
    refusal: { because: 'The agent a cannot be started by a schedule (its triggers: comment, workflow).' },
  });
});
