import { describe, expect, test } from 'vitest';
import { annotations } from '../../../core/check/annotations.ts';
import { checkConfig, type CheckFinding } from '../../../core/check/check-config.ts';
import { checkText } from '../../../core/check/check-text.ts';
import { sarifLog } from '../../../core/check/sarif.ts';

const FILE = '.github/dispatch.yml';
const GOOD = `version: 1
agents:
  reviewer: { description: Reads, system_prompt: Review }
  tester:
    description: Runs
    system_prompt_file: prompts/test.md
    tools: [Bash, Read]
    egress: [registry.npmjs.org]
    budget_usd: 2.5
    triggers: [workflow]
`;
const check = (text: string, operator = {}) =>
  checkConfig(text, FILE, (path) => path === 'prompts/test.md', operator);

describe('the check of a configuration', () => {
  test('has a row for each agent, with each of its triggers, and a total', () => {
    const checked = check(GOOD);
    expect(checked.agents).toEqual([
      {
        agent: 'reviewer',
        tools: ['Read', 'Grep', 'Glob'],
        workspace: 'read-only',
        hosts: [],
        triggers: [
          { trigger: 'comment', verdict: 'plan' },
          { trigger: 'workflow', verdict: 'plan' },
        ],
        worstCaseUsd: 1,
      },
      {
        agent: 'tester',
        tools: ['Bash', 'Read'],
        workspace: 'writable',
        hosts: ['registry.npmjs.org'],
        triggers: [{ trigger: 'workflow', verdict: 'plan' }],
        worstCaseUsd: 2.5,
      },
    ]);
    expect(checked.worstCaseUsd).toBe(3.5);
    expect(checkText(checked).at(-1)).toBe(
      '2 agents, 0 errors, 1 warning; one run of each costs at most $3.50',
    );
  });

  test('refuses an agent that strangers start and that may more than read', () => {
    const open = GOOD.replace('triggers: [workflow]', 'triggers: [{ pull_request: { forks: true } }]');
    expect(check(open).findings).toMatchObject([
      {
        level: 'error',
        code: 'unsafe-for-forks',
        key: 'agents.tester',
        message: expect.stringContaining('`egress`'),
      },
    ]);
  });

  test('warns of an agent that does not start in a private repository, at its name', () => {
    expect(check(GOOD).findings).toMatchObject([
      { level: 'warning', code: 'rule-of-two', file: FILE, line: 4, column: 3, key: 'agents.tester' },
    ]);
    expect(check(GOOD.replace('    egress: [registry.npmjs.org]\n', '')).findings).toEqual([]);
  });

  test.each<[string, string, string, object, object]>([
    ['a file that is not there', 'prompts/test.md', 'prompts/no.md', {}, { code: 'missing-prompt', line: 6 }],
    [
      'a model without a price',
      'budget_usd: 2.5',
      'model: gpt-9',
      {},
      { code: 'model-without-price', line: 9, column: 5 },
    ],
    [
      'what cannot be read',
      '[Bash, Read]',
      '[Bash, Raed]',
      {},
      { code: 'config-broken', line: 7, column: 19 },
    ],
    [
      "an agent beyond the operator's limits",
      '2.5',
      '2.5',
      { max_budget_usd: 2 },
      { code: 'beyond-operator', line: 4 },
    ],
  ])('names %s, with its place', (_, from, to, operator, expected) => {
    const { findings } = check(GOOD.replace(from, to), operator);
    expect(findings.filter(({ level }) => level === 'error')).toMatchObject([{ ...expected, file: FILE }]);
  });

  test('says of a trigger by which an agent does not start that it does not', () => {
    const { agents } = check(GOOD, { max_budget_usd: 2 });
    expect(agents.map(({ triggers }) => triggers.map(({ verdict }) => verdict))).toEqual([
      ['plan', 'plan'],
      ['refused'],
    ]);
    expect(checkText(check(GOOD, { max_budget_usd: 2 })).join('\n')).toContain('workflow: does not start');
  });
});

test('an agent that could be started by no run of the one that names it is told there', () => {
  const text = (more: string) => `version: 1
agents:
  lead: { description: x, system_prompt: y, outputs: [comment, ${more}dispatch: { agents: [painter] }] }
  painter: { description: x, system_prompt: y, outputs: [comment, labels: { allow: [bug] }] }
`;
  expect(check(text('')).findings).toMatchObject([
    { level: 'error', code: 'beyond-parent', key: 'agents.lead.outputs' },
  ]);
  expect(check(text('labels: { allow: [bug] }, ')).findings).toEqual([]);
});

const finding: CheckFinding = {
  file: 'a b/50%,c:d.yml',
  line: 3,
  column: 7,
  key: 'agents.x',
  level: 'error',
  code: 'config-broken',
  message: '100% wrong:\r\n::set-output name=x::y',
  remedy: 'Mend it, now.',
};

test('as workflow commands no text of a finding ends its line or its property', () => {
  expect(annotations([finding, { ...finding, level: 'warning' }])).toEqual([
    '::error file=a b/50%25%2Cc%3Ad.yml,line=3,col=7,title=config-broken::100%25 wrong:%0D%0A::set-output name=x::y Mend it, now.',
    '::warning file=a b/50%25%2Cc%3Ad.yml,line=3,col=7,title=config-broken::100%25 wrong:%0D%0A::set-output name=x::y Mend it, now.',
  ]);
});

describe('as SARIF 2.1.0', () => {
  const log = sarifLog([finding, { ...finding, code: 'other', level: 'warning' }, finding], '1.2.3');

  // Sections 3.13.2, 3.13.4, 3.14.6, 3.18.1, 3.19.8: what a log, a run, a tool and its driver must have.
  test('it has the properties that the standard requires of a log and its tool', () => {
    expect(log.version).toBe('2.1.0');
    expect(log.$schema).toMatch(/sarif-2\.1\.0\.json$/);
    const [run, ...more] = log.runs;
    expect(more).toEqual([]);
    expect(run?.tool.driver).toMatchObject({ name: 'agent-dispatch', version: '1.2.3' });
    expect(run?.columnKind).toBe('utf16CodeUnits');
  });

  // Sections 3.27: a message; ruleIndex finds the rule of ruleId; level is of a closed set; places count from 1.
  test('every result has a rule, a level, a message and a place', () => {
    const [run] = log.runs;
    expect(run?.results).toHaveLength(3);
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(['none', 'note', 'warning', 'error']).toContain(result.level);
      expect(result.message.text).toContain('100% wrong');
      const [place] = result.locations;
      expect(place?.physicalLocation.region).toEqual({ startLine: 3, startColumn: 7 });
      expect(place?.physicalLocation.artifactLocation.uri).toBe('a%20b/50%25%2Cc%3Ad.yml');
    }
    const ids = run?.tool.driver.rules.map(({ id }) => id) ?? [];
    expect(ids).toEqual([...new Set(ids)]);
  });

  test('nothing found is an empty list, and a path of the machine is a whole URI', () => {
    expect(sarifLog([], '1').runs[0]?.results).toEqual([]);
    const uri = (file: string) =>
      sarifLog([{ ...finding, file }], '1').runs[0]?.results[0]?.locations[0]?.physicalLocation
        .artifactLocation.uri;
    expect(uri('/tmp/a b.yml')).toBe('file:///tmp/a%20b.yml');
    expect(uri('./.github/dispatch.yml')).toBe('.github/dispatch.yml');
  });
});
