import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../core/config/read.ts';

const read = (text: string) => readConfig(text, 'dispatch.yml');

/** A valid file whose one agent gets extra lines, each indented by four spaces. */
const withAgent = (...lines: string[]) =>
  [
    'version: 1',
    'agents:',
    '  reviewer:',
    '    description: Reads',
    '    system_prompt: Review',
    ...lines.map((line) => `    ${line}`),
  ].join('\n');

function problems(text: string): string[] {
  const result = read(text);
  if ('config' in result) return [];
  return result.problems.map(({ line, column, key, message }) => `${line}:${column} ${key}: ${message}`);
}

describe('a valid file', () => {
  test('gets every default', () => {
    const result = read(withAgent());
    expect(result).toMatchObject({
      config: {
        version: 1,
        agents: {
          reviewer: {
            description: 'Reads', system_prompt: 'Review', model: 'claude-opus-5-5', tools: ['Read', 'Grep', 'Glob'],
            allowed_tools: ['Read', 'Grep', 'Glob'], disallowed_tools: [], permission_mode: 'manual', skip_permissions: false,
            require_sandbox: true, working_dir: '.', timeout_minutes: 15, budget_usd: 1, max_turns: 30, invoke: 'write', teams: [],
            triggers: ['comment', 'workflow'], outputs: [{ kind: 'comment', limits: {} }], env: [], egress: [], egress_max_mb: 100,
          },
        },
      },
    }); // prettier-ignore
  });

  test('gives hosts that all agents inherit only to those that have Bash', () => {
    const hosts = (result: ReturnType<typeof read>) =>
      'config' in result ? result.config.agents['reviewer']?.egress : result.problems;
    const text = 'defaults: { egress: [example.com] }\n';
    expect(hosts(read(text + withAgent()))).toEqual([]);
    expect(hosts(read(text + withAgent('tools: [Read, Bash]')))).toEqual(['example.com']);
    expect(hosts(read(text + withAgent('tools: [Read, Bash]', 'disallowed_tools: [Bash]')))).toEqual([]);
    expect(hosts(read(text + withAgent('tools: [Read, Bash]', 'egress: []')))).toEqual([]);
  });

  test('merges defaults under an agent’s own keys', () => {
    const text = `defaults: { tools: [Read, Edit, Bash], disallowed_tools: [Bash], allowed_tools: [Read, Bash], max_turns: 9, permission_mode: default }\n`;
    const result = read(text + withAgent('max_turns: 5', 'disallowed_tools: []'));
    expect(result).toMatchObject({
      config: {
        agents: {
          reviewer: {
            tools: ['Read', 'Edit', 'Bash'],
            allowed_tools: ['Read', 'Bash'],
            max_turns: 5,
            permission_mode: 'manual',
          },
        },
      },
    });
    expect(read(text + withAgent())).toMatchObject({
      config: { agents: { reviewer: { tools: ['Read', 'Edit'], allowed_tools: ['Read'], max_turns: 9 } } },
    });
  });

  test('has agents without a prototype', () => {
    const result = read(withAgent());
    if ('problems' in result) throw new Error('refused');
    expect(Object.getPrototypeOf(result.config.agents)).toBeNull();
    expect(result.config.agents['toString']).toBeUndefined();
  });

  test.each(['docs/examples/dispatch.yml', '.github/dispatch.yml'])('%s is one', (file) => {
    const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
    const result = readConfig(text, file);
    expect(result).not.toHaveProperty('problems');
  });
});

describe('a problem names its place', () => {
  test.each([
    [withAgent('tool: [Read]'), '6:5 agents.reviewer.tool: There is no key `tool` here (did you mean `tools`?).'],
    [withAgent('tools: [Read, WebSearch]'), '6:19 agents.reviewer.tools[1]: `tools` holds `WebSearch`: a search tells anybody what it looks for; name hosts in `egress` and use WebFetch.'],
    [withAgent('tools: [Read, WebFetch]'), '3:3 agents.reviewer: The agent has the tool WebFetch, and no hosts that it may fetch from.'],
    [withAgent('tools: [WebFetch]\n    egress: [a.example]\n    allowed_tools: ["WebFetch(a.example)"]'), '8:21 agents.reviewer.allowed_tools[0]: `WebFetch(a.example)` names no host.'],
    [withAgent('tools: [Agent]\n    disallowed_tools: ["Agent(x)"]'), '7:24 agents.reviewer.disallowed_tools[0]: `Agent(x)` is about a part of Agent, and there are no parts of it.'],
    [withAgent('tools:', '  - read'), '7:9 agents.reviewer.tools[0]: `tools` holds `read`: it is no tool known here (did you mean `Read`?).'],
    [withAgent('tools: [mcp__a__b]'), '6:13 agents.reviewer.tools[0]: `tools` holds `mcp__a__b`: tools of MCP servers are declared in `mcp_servers`; the agent has them without being told here.'],
    [withAgent('tools: [Task]'), '6:13 agents.reviewer.tools[0]: `tools` holds `Task`: the tool that starts sub-agents is called Agent.'],
    [withAgent("allowed_tools: ['Bash(git log *)']"), '6:21 agents.reviewer.allowed_tools[0]: `allowed_tools` holds `Bash(git log *)`, which the agent does not have.'],
    [withAgent("allowed_tools: ['Read((a))']"), '6:21 agents.reviewer.allowed_tools[0]: `allowed_tools` holds `Read((a))`: a rule is a tool and, in parentheses, what of it: no parentheses within, no line break.'],
    [withAgent("tools: ['Bash(git log *)']"), '6:13 agents.reviewer.tools[0]: `tools` holds `Bash(git log *)`: only allowed_tools and disallowed_tools take rules with parentheses.'],
    [withAgent('preset: writer'), '6:13 agents.reviewer.preset: `preset` is `writer`'],
    [withAgent('allowed_tools: [Edit]'), '6:21 agents.reviewer.allowed_tools[0]: `allowed_tools` holds `Edit`, which the agent does not have.'],
    [withAgent('tools: [Read, Read]'), '6:19 agents.reviewer.tools[1]: `tools` holds one entry twice.'],
    [withAgent('permission_mode: bypassPermissions'), '6:22 agents.reviewer.permission_mode: `permission_mode` is `bypassPermissions`: it would switch every check off; `skip_permissions` is the key for what of it is supported.'],
    [withAgent('permission_mode: plan'), '6:22 agents.reviewer.permission_mode: `permission_mode` is `plan`: the CLI then reads files anywhere without asking, so it is not supported yet.'],
    [withAgent('skip_permissions: yes please'), '6:23 agents.reviewer.skip_permissions: `skip_permissions` is `yes please`.'],
    [withAgent('require_sandbox: false'), '6:22 agents.reviewer.require_sandbox: `require_sandbox` is `false`: running without a cage is not supported yet.'],
    [withAgent('invoke: read'), '6:13 agents.reviewer.invoke: `invoke` is `read`: anyone can read a public repository, and every run costs money.'],
    [withAgent('teams: ["@octo/core"]'), '6:13 agents.reviewer.teams[0]: `teams` holds a value not repeated here: the @ of a mention does not belong to the name.'],
    [withAgent('teams: [core]'), '6:13 agents.reviewer.teams[0]: `teams` holds `core`: the organisation is missing before it.'],
    [withAgent('teams: []'), '6:12 agents.reviewer.teams: `teams` is an empty list.'],
    [withAgent('teams: [octo/core, octo/core]'), 'agents.reviewer.teams[1]: `teams` holds one entry twice.'],
    [withAgent('cache_hours: 0'), '6:18 agents.reviewer.cache_hours: `cache_hours` is `0`.'],
    [withAgent('session_hours: 0'), '6:20 agents.reviewer.session_hours: `session_hours` is `0`.'],
    [withAgent('approval_minutes: 4'), '6:23 agents.reviewer.approval_minutes: `approval_minutes` is `4`.'],
    [withAgent('triggers: [schedule]'), '6:16 agents.reviewer.triggers[0]: `triggers` holds `schedule`: a workflow of yours that runs on it starts the agent as a step'],
    [`redact: { allow: ['sha256:${'a'.repeat(64)}', nonsense] }\n${withAgent()}`, '1:94 redact.allow[1]: `redact.allow[1]` holds `nonsense`: it is no digest; if it is the text itself, and that is a secret, revoke it'],
    [`redact: { allow: [${'A'.repeat(64)}] }\n${withAgent()}`, '1:19 redact.allow[0]: `redact.allow[0]` holds 64 characters long or not what belongs there: a digest is written with `sha256:` before it'],
    [`redact: { allow: [ghp_DuMmY0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5] }\n${withAgent()}`, '1:19 redact.allow[0]: `redact.allow[0]` holds a value not repeated here: it is no digest'],
    [`redact: { allow: ['sha256:${'a'.repeat(64)}', 'sha256:${'a'.repeat(64)}'] }\n${withAgent()}`, '1:94 redact.allow[1]: `allow` holds one entry twice.'],
    [`redact: { on_shape: off }\n${withAgent()}`, '1:21 redact.on_shape: `redact.on_shape` is `off`.'],
    [withAgent('output_schema: free'), '6:20 agents.reviewer.output_schema: `output_schema` is `free`.'],
    [withAgent('output_schema: { type: object, properties: { a: { type: string } } }'), '6:53 agents.reviewer.output_schema.properties.a: `a` is a mapping.'],
    [withAgent('output_schema: { type: object, properties: { a: { type: integer, minimum: 2, maximum: 1 } } }'), '6:53 agents.reviewer.output_schema.properties.a: `a` is a mapping.'],
    [withAgent('output_schema: { type: object, properties: {} }'), '6:48 agents.reviewer.output_schema.properties: `properties` is empty.'],
    [withAgent('output_schema: { type: object, property: {} }'), '6:5 agents.reviewer.output_schema.properties: `properties` is missing for the agent `reviewer`.'],
    [`budgets: { user_per_day: 0 }\n${withAgent()}`, '1:26 budgets.user_per_day: `user_per_day` is `0`.'],
    [`budgets: { user_per_day: 5 USD }\n${withAgent()}`, '1:26 budgets.user_per_day: `user_per_day` is `5 USD`.'],
    [`budgets: { repository_per_day: -$5 }\n${withAgent()}`, '1:32 budgets.repository_per_day: `repository_per_day` is a value not repeated here.'],
    [`budgets: { user_per_days: 5 }\n${withAgent()}`, '1:12 budgets.user_per_days: There is no key `user_per_days` here (did you mean `user_per_day`?).'],
    [`budgets: { installation_per_month: 5 }\n${withAgent()}`, '1:12 budgets.installation_per_month: There is no key `installation_per_month` here.'],
    [`redact: { alow: [] }\n${withAgent()}`, '1:11 redact.alow: There is no key `alow` here (did you mean `allow`?).'],
    [withAgent('outputs: [comment, later]'), '6:24 agents.reviewer.outputs[1]: `outputs` holds an entry that is not taken: it names no output.'],
    [withAgent('egress: [example.com]'), '6:5 agents.reviewer.egress: The agent has `egress` but neither Bash nor WebFetch nor an MCP server, and only these can use it.'],
    [withAgent('tools: [Bash]\n    egress: [127.0.0.1]'), '7:14 agents.reviewer.egress[0]: This host of `egress` is an address; only names can be reached.'],
    [withAgent('tools: [Bash]\n    egress: ["*.com"]'), '7:14 agents.reviewer.egress[0]: This host of `egress` opens a whole top-level domain.'],
    [withAgent('tools: [Bash]\n    egress: [api.github.com]'), '7:14 agents.reviewer.egress[0]: This host of `egress` belongs to github.com, where whoever has a token can publish or store what the agent has read.'],
    [withAgent('tools: [Bash]\n    egress: ["*.co.uk"]'), '7:14 agents.reviewer.egress[0]: This host of `egress` opens a domain where anybody can have a name.'],
    [withAgent('tools: [Bash]\n    disallowed_tools: [Bash]\n    egress: [example.com]'), '8:5 agents.reviewer.egress: The agent has `egress` but neither Bash nor WebFetch nor an MCP server, and only these can use it.'],
    [withAgent('timeout_minutes: 361'), '6:22 agents.reviewer.timeout_minutes: `timeout_minutes` is `361`.'],
    [withAgent('timeout_minutes: "5"'), '6:22 agents.reviewer.timeout_minutes: `timeout_minutes` is `5`.'],
    [withAgent('budget_usd: 0'), '6:17 agents.reviewer.budget_usd: `budget_usd` is `0`.'],
    [withAgent('budget_usd: .nan'), '6:17 agents.reviewer.budget_usd: `budget_usd` is `NaN`.'],
    [withAgent('max_turns: 1.5'), '6:16 agents.reviewer.max_turns: `max_turns` is `1.5`.'],
    [withAgent('max_turns:'), '6:15 agents.reviewer.max_turns: `max_turns` is empty.'],
    [withAgent('working_dir: ../x'), '6:18 agents.reviewer.working_dir: `working_dir` is `../x`.'],
    [withAgent('system_prompt_file: a.md'), '6:5 agents.reviewer.system_prompt_file: The agent has both `system_prompt` and `system_prompt_file`.'],
    [withAgent('description: Again'), '6:5 agents.reviewer.description: The key `description` is given twice.'],
    [withAgent('<<: { model: x }'), '6:5 agents.reviewer: Merge keys (`<<`) are not allowed.'],
    [withAgent('__proto__: 1'), '6:5 agents.reviewer: `__proto__` is not allowed as a key.'],
    [withAgent('model: &m x'), '6:12 : Anchors (`&name`) and aliases (`*name`) are not allowed: every agent says plainly what it has.'],
    [withAgent('model: *m'), '6:12 : Anchors (`&name`) and aliases (`*name`) are not allowed: every agent says plainly what it has.'],
    [withAgent('model: !!js/function x'), '6:12 : Tags (`!name`) are not allowed.'],
    [withAgent('1: x'), '6:5 agents.reviewer: A key is not a plain text.'],
    [withAgent('? [a]\n    : b'), '6:7 agents.reviewer: A key is not a plain text.'],
    ['version: 1\nagents:\n  help:\n    description: x\n    system_prompt: y', '3:3 agents.help: `help` is a word of /dispatch itself and cannot name an agent.'],
    ['version: 1\nagents:\n  constructor:\n    description: x\n    system_prompt: y', '3:3 agents.constructor: `constructor` cannot name an agent.'],
    ['version: 1\nagents:\n  rev\u0456ewer:\n    description: x\n    system_prompt: y', '3:3 agents.…: a value not repeated here cannot name an agent.'],
    [`${withAgent()}\n  rev-iewer: { description: x, system_prompt: y }`, '6:3 agents.rev-iewer: This name looks like another agent’s.'],
    ['version: 1\nagents:\n  a: { description: x }', '3:3 agents.a: The agent has neither `system_prompt` nor `system_prompt_file`.'],
    ['version: 1\nagents:\n  a: { system_prompt: x }', '3:3 agents.a.description: `description` is missing for the agent `a`.'],
    ['version: 1\nagents:\n  a:', '3:5 agents.a: `agents.a` is empty.'],
    ['version: 1\nagents: {}', '2:9 agents: `agents` is empty.'],
    [withAgent().replace('version: 1', 'version: 2'), '1:10 version: `version` is `2`.'],
    [`defaults: { description: x }\n${withAgent()}`, '1:13 defaults.description: `description` describes one agent and has no place in `defaults`.'],
    [`${withAgent()}\n---\n${withAgent()}`, '6:1 : The file holds more than one YAML document.'],
    [`${withAgent()}\n...\n${withAgent()}`, ' : The file holds more than one YAML document.'],
    [`---\n${withAgent()}\n---\n`, '7:1 : The file holds more than one YAML document.'],
    ['', '1:1 : The file is empty.'],
    ['- a', '1:1 : The file is a list.'],
    [`\ufeff${withAgent()}`, '1:1 : The file starts with a byte order mark.'],
    [`version: 1\n# \u0000`, '2:3 : The file contains a character that is not text.'],
    [[...withAgent()].join('\u0000'), '1:2 : The file contains a character that is not text.'],
    [withAgent('\tmodel: x'), '6:5 : A tab is used for indentation.'],
    [withAgent('model: "x'), '6:14 : A quote, bracket, colon or comma is missing.'],
    [`%YAML 1.1\n---\n${withAgent()}`, '1:1 : Directives (`%…`) are not allowed.'],
    [withAgent(`model: ${'['.repeat(5000)}`), '6:22 : The file is nested too deeply.'],
    [withAgent('- '.repeat(5000)), '6:21 : The file is nested too deeply.'],
    [withAgent(`model: ${'x'.repeat(131_072)}`), '1:1 : The file is larger than 128 KiB.'],
    ['|\n'.repeat(60_000), ''],
    [Array.from({ length: 9_000 }, (_, i) => `k${i}:`).join('\n'), ''],
  ])('%.70j: %s', (text, expected) => {
    expect(problems(text)[0] ?? 'no problem').toContain(expected === '' ? 'too many parts' : expected);
  }); // prettier-ignore

  test('all of them are told, in the order of the file, up to twenty', () => {
    const text = withAgent('invoke: read', 'max_turns: 0', 'tool: [Read]').replace(
      'version: 1',
      'version: 3',
    );
    expect(problems(text).map((problem) => problem.split(' ')[0])).toEqual(['1:10', '6:13', '7:16', '8:5']);
    expect(problems(withAgent(...Array.from({ length: 40 }, (_, i) => `junk${i}: 1`)))).toHaveLength(20);
  });

  test('and every problem says what to do', () => {
    const result = read(withAgent('invoke: read', 'tool: [Read]', 'env: [A=b]'));
    expect(result).toHaveProperty('problems');
    for (const problem of 'problems' in result ? result.problems : []) {
      expect(problem.file).toBe('dispatch.yml');
      expect(problem.remedy).toMatch(/^[A-Z].*\.$/);
    }
  });
});

test('a bad entry of redact.allow is told with how to compute a good one', () => {
  const result = read(`redact: { allow: [x] }\n${withAgent()}`);
  const [first] = 'problems' in result ? result.problems : [];
  expect(first?.remedy).toMatch(
    /`printf %s TEXT \| sha256sum` computes one, `dispatch redact --explain` prints them/,
  );
});

test('budgets are micro-dollars, and nothing is no limit', () => {
  const none = { user_per_day: null, repository_per_day: null, installation_per_month: null };
  expect(read(withAgent())).toHaveProperty('config.budgets', none);
  const some = read(`budgets: { user_per_day: $5, repository_per_day: 0.25 }\n${withAgent()}`);
  expect(some).toHaveProperty('config.budgets', {
    ...none,
    user_per_day: 5_000_000,
    repository_per_day: 250_000,
  });
});

describe('paths', () => {
  test.each([
    '/etc',
    '..',
    'a/../b',
    './a',
    'a//b',
    'a/',
    'a\\b',
    '-a',
    'a/-b',
    'a.',
    'a ',
    'a/b. ',
    '.git',
    'a/.GIT/b',
    'e\u0301',
    '~\u00a0',
    'C:x',
    `a${'b'.repeat(255)}`,
  ])('working_dir %j is refused', (path) => {
    expect(problems(withAgent(`working_dir: ${JSON.stringify(path)}`))).toHaveLength(1);
  });

  test.each(['.', 'a', 'packages/web app/src', '.github', 'a.b/c_d-e'])('working_dir %j is taken', (path) => {
    expect(read(withAgent(`working_dir: ${JSON.stringify(path)}`))).toHaveProperty(
      'config.agents.reviewer.working_dir',
      path,
    );
  });

  test('a prompt’s file cannot be the top of the repository', () => {
    expect(problems('version: 1\nagents:\n  a: { description: x, system_prompt_file: . }')).toHaveLength(1);
  });
});

describe('env', () => {
  const names = ['PATH', 'LD_PRELOAD', 'NODE_OPTIONS', 'BASH_ENV', 'GIT_SSH_COMMAND', 'CLAUDE_CODE_X', 'ANTHROPIC_API_KEY',
    'HTTPS_PROXY', 'GITHUB_TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'RUNNER_TEMP', 'INPUT_X', 'lower', 'A-B']; // prettier-ignore
  test.each(names)('%s is refused as a name, besides env being for later', (name) => {
    expect(problems(withAgent(`env: [${name}]`)).join('\n')).toContain(
      'agents.reviewer.env[0]: `env` holds a name',
    );
  });

  test('a harmless name is only for later', () => {
    expect(problems(withAgent('env: [CI]'))).toEqual([
      '6:10 agents.reviewer.env: `env` is not empty: environment variables for agents are not supported yet.',
    ]);
  });

  test('a value is never repeated, wherever it stands', () => {
    const dummy = 'sk-ant-dummy-0123456789abcdef';
    const lines = [
      `env: ["A=${dummy}"]`,
      `env: { A: ${dummy} }`,
      `env: ${dummy}`,
      `model: "${dummy} x"`,
      `${dummy}: 1`,
      `tools: [${dummy}]`,
      `egress: [${dummy}]`,
      `invoke: "${dummy}`,
      `invoke: ${dummy}\n  x: [`,
    ];
    for (const line of lines) {
      const told = JSON.stringify(read(withAgent(line)));
      expect(told).toContain('problems');
      expect(told).not.toContain('dummy');
    }
    // The oracle can fail: a harmless value is repeated.
    expect(JSON.stringify(read(withAgent('invoke: nobody')))).toContain('nobody');
  });
});

describe('whatever the text', () => {
  const sample = readFileSync(new URL('../../../docs/examples/dispatch.yml', import.meta.url), 'utf8');

  test('reading never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (text) => void read(text)),
      { numRuns: 500 },
    );
  });

  test('nor for a valid file with something cut out and put in', () => {
    const junk = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('&a ', '*a', '!t ', '{', '[', ': ', '- ', '\n', '"', '\t', '__proto__: ', '<<: '),
    );
    fc.assert(
      fc.property(fc.nat(sample.length), fc.nat(60), junk, (at, length, text) => {
        const result = read(sample.slice(0, at) + text + sample.slice(at + length));
        for (const { line, column } of 'problems' in result ? result.problems : []) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
        }
        expect('config' in result || result.problems.length > 0).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    '[',
    '{a: ',
    '- ',
    '? ',
    'a: ',
    'a: 1\n',
    '\n',
    '#\n',
    '---\n',
    '%a\n',
    '&a ',
    '*a ',
    '!a ',
    'x,',
    '}',
    '"',
    '  x\n',
  ])('128 KiB of %j end soon', (seed) => {
    const started = performance.now();
    for (const start of ['', 'a: "', 'a: ['])
      read((start + seed.repeat(131_072 / seed.length)).slice(0, 131_072));
    // Generous, for slow machines: unbounded, the worst of these run for most of a minute.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('a mapping in the place of a text', () => {
  test.each([
    'tools: [{ Read: }]',
    'preset: reader, tools: [{ Read: }]',
    'tools: [{ Read: }], egress: [a.example]',
    'allowed_tools: [{ Read: }]',
    'disallowed_tools: [{ Read: }, [Read]]',
    'outputs: [{ comment: }, [comment], { review: { comments: {} } }]',
    'env: [{ CI: }]',
    'egress: [{ a.example: }], tools: [Bash]',
    'preset: { reader: }, tools: [Read]',
    'add_tools: [{ Read: }]',
    'teams: [{ a/b: }]',
    'triggers: [{ comment: }]',
    'model: { a: }',
  ])('is told, not thrown: %s', (written) => {
    const text = `version: 1\nagents:\n  a: {description: A, system_prompt: B, ${written}}\n`;
    expect(readConfig(text, 'dispatch.yml')).toHaveProperty('problems.0.file', 'dispatch.yml');
    const shared = `version: 1\ndefaults: {${written}}\nagents:\n  a: {description: A, system_prompt: B}\n`;
    expect(readConfig(shared, 'dispatch.yml')).toHaveProperty('problems.0.file', 'dispatch.yml');
  });
});
