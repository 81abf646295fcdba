import { expect, test } from 'vitest';
import { judge } from '../../../core/policy/judge.ts';
import type { PolicyPlan } from '../../../core/policy/limits.ts';
import type { Rule } from '../../../core/policy/rule.ts';
import { webHosts } from '../../../core/policy/rules/web-hosts.ts';
import { rules } from '../../../core/policy/table.ts';

const tools = ['Read', 'Grep', 'Glob', 'Edit', 'Write', 'Bash'];
const plan: PolicyPlan = {
  tools,
  allowedTools: tools,
  disallowedTools: [],
  taintedTools: ['Read', 'Grep'],
  policy: 'allow_list',
  timeoutMinutes: 10,
};
const edit = { old_string: 'a', new_string: 'b' };

type Change = Partial<PolicyPlan> & { taint?: string[] };

test.each<[string, unknown, Change, string]>([
  [
    'X',
    {},
    {},
    `X is not one of this agent's tools (${tools.join(', ')}). Add X to the agent's tools if it needs it.`,
  ],
  [
    'X',
    {},
    { tools: [] },
    "X is not one of this agent's tools (none). Add X to the agent's tools if it needs it.",
  ],
  [
    'Read',
    {},
    { allowedTools: [] },
    "Read is not in this agent's allowed_tools (none). Add Read to allowed_tools if the agent needs it.",
  ],
  [
    'Read',
    {},
    { allowedTools: ['Grep', 'Glob'] },
    "Read is not in this agent's allowed_tools (Grep, Glob). Add Read to allowed_tools if the agent needs it.",
  ],
  [
    'Read',
    {},
    { disallowedTools: ['Read'] },
    "Read is in this agent's disallowed_tools. Remove it from disallowed_tools if the agent needs it.",
  ],
  [
    'Read',
    { file_path: 'a' },
    { policy: 'deny_all' },
    'The policy of this agent is deny_all: no call is made, so Read is not. Answer without tools, or change `policy` in the profile.',
  ],
  [
    'Read',
    { file_path: 'a' },
    { policy: 'require_approval' },
    'A person has to agree to this call of Read, and nobody can be asked during a run. Go on without it; the call is listed in the result for a person to decide.',
  ],
  [
    'Bash',
    {},
    { taint: ['a', 'b'] },
    'The agent has read a and b; from then on Bash is taken from it. Use Read, Grep; `tainted_tools` of the profile says which are left.',
  ],
  [
    'Bash',
    {},
    { taint: ['a'], taintedTools: [] },
    'The agent has read a; from then on Bash is taken from it. Use no tools; `tainted_tools` of the profile says which are left.',
  ],
  [
    'X',
    {},
    { tools: ['X'], allowedTools: ['X'] },
    'X is a tool whose arguments cannot be judged. Use one of Read, Grep, Glob, Edit, Write, Bash, WebFetch, Agent.',
  ],
  ...(
    [
      [{ file_path: 'a', x: 1, y: 2 }, 'x, y'],
      [{ file_path: 1, limit: -1.5, x: 1 }, 'file_path'],
      [{ file_path: 1 }, 'file_path'],
      [null, 'input'],
      [{ file_path: 'a', limit: -1 }, 'limit'],
      [{ file_path: '' }, 'file_path'],
      [{ file_path: 'a'.repeat(4097) }, 'file_path'],
    ] as const
  ).map(([input, field]): [string, unknown, Change, string] => [
    'Read',
    input,
    {},
    `Read was called with an input that does not fit its schema (${field}). Call Read with its documented fields only.`,
  ]),
  [
    'Bash',
    { command: 'x', allowed_domains: ['a', 1] },
    {},
    'Bash was called with an input that does not fit its schema (allowed_domains.1). Call Bash with its documented fields only.',
  ],
  ['Read', { file_path: '/etc/x' }, {}, '/etc/x is outside the workspace. Use a path below /workspace.'],
  [
    'Read',
    { file_path: '.env' },
    {},
    '.env is protected: git data and .env files stay closed to agents. Read another file.',
  ],
  [
    'Edit',
    { file_path: 'a/.npmrc', ...edit },
    {},
    'a/.npmrc is protected: git, CI, editors or agents would act on it later. Propose this change in the answer; a person has to make it.',
  ],
  [
    'Edit',
    { file_path: 'lib/a', ...edit },
    { allowedTools: ['Edit(src/**)', 'Edit(doc/*)'] },
    'lib/a is none of the paths that Edit may be used on (Edit(src/**), Edit(doc/*)). Use one of those paths.',
  ],
  [
    'Grep',
    { pattern: 'x' },
    { allowedTools: ['Grep(src/**)'] },
    'the whole workspace is none of the paths that Grep may be used on (Grep(src/**)). Use one of those paths.',
  ],
  [
    'Edit',
    { file_path: 'src/a', ...edit },
    { disallowedTools: ['Edit(src/**)', 'Edit(x)'] },
    'Edit must not be used on src/a (Edit(src/**), Edit(x)). Use another path.',
  ],
  [
    'Glob',
    { pattern: '*' },
    { disallowedTools: ['Glob(src/**)'] },
    'Glob must not be used on the whole workspace (Glob(src/**)). Use another path.',
  ],
  [
    'Edit',
    { file_path: 'a', ...edit },
    { policy: 'allow_all', disallowedTools: ['Edit(a)'] },
    'Edit must not be used on a (Edit(a)). Use another path.',
  ],
  [
    'Bash',
    { command: 'git push' },
    { policy: 'allow_all', disallowedTools: ['Bash(git push *)'] },
    'git push is, or may be, what disallowed_tools denies: Bash(git push *). Do without this command, or spell it out if it is another one.',
  ],
  [
    'Write',
    { file_path: 'a/Makefile', content: 'x' },
    {},
    "Makefile decides which code is fetched and run, and this agent's allowed_tools does not name it. Propose the change in the answer, or add Write(Makefile) to allowed_tools.",
  ],
  [
    'Glob',
    { pattern: '../x' },
    {},
    'The pattern ../x leads out of the workspace, or may. Use a pattern without .., ~, backslashes and a leading slash; `path` says where to begin.',
  ],
  ...(
    [
      [
        { description: 'a', prompt: 'b', model: 'x' },
        'A sub-agent cannot choose its own model. Leave model out.',
      ],
      [
        { description: 'a', prompt: 'b', isolation: 'x' },
        'A sub-agent cannot choose its own isolation. Leave isolation out.',
      ],
      [
        { description: 'a', prompt: 'b', subagent_type: 'Plan' },
        'Plan is a kind of sub-agent that is not known here. Leave subagent_type out, or use general-purpose.',
      ],
      [
        { description: 'a', prompt: 'b', subagent_type: 'Plan', isolation: 'x' },
        'A sub-agent cannot choose its own isolation. Leave isolation out.',
      ],
    ] as const
  ).map(([input, words]): [string, unknown, Change, string] => [
    'Agent',
    input,
    { tools: ['Agent'], allowedTools: ['Agent'] },
    words,
  ]),
  ...(
    [
      [
        'http://a.example/',
        {},
        'The address is not a plain HTTPS address: https://, the name of a host, and a path. Write it without a port, a user, a password, spaces or backslashes, and with https.',
      ],
      [
        'https://b.example/',
        {},
        'b.example is none of the hosts that this agent may fetch from (a.example, c.example). Use one of those, or have the host added to `egress`.',
      ],
      [
        'https://b.example/',
        { egress: [] },
        'b.example is none of the hosts that this agent may fetch from (none). Use one of those, or have the host added to `egress`.',
      ],
      [
        'https://a.example/',
        { allowedTools: ['WebFetch(domain:c.example)', 'WebFetch(domain:*.d.example)'] },
        'a.example is none of the hosts that this agent may fetch from (c.example, *.d.example). Use one of those, or have the host added to `egress`.',
      ],
      [
        'https://b.example/',
        { egress: undefined },
        'b.example is none of the hosts that this agent may fetch from (none). Use one of those, or have the host added to `egress`.',
      ],
      [
        'https://a.example/',
        { allowedTools: ['WebFetch(a.example)', 'WebFetch(domain:c.example)'] },
        'a.example is none of the hosts that this agent may fetch from (c.example). Use one of those, or have the host added to `egress`.',
      ],
      [
        'https://a.example/',
        { disallowedTools: ['WebFetch(domain:a.example)'] },
        'a.example is none of the hosts that this agent may fetch from (disallowed_tools names it). Use one of those, or have the host added to `egress`.',
      ],
    ] as const
  ).map(([url, change, words]): [string, unknown, Change, string] => [
    'WebFetch',
    { url, prompt: 'x' },
    {
      tools: ['WebFetch'],
      allowedTools: ['WebFetch'],
      taintedTools: ['WebFetch'],
      egress: ['a.example', 'c.example'],
      ...change,
    },
    words,
  ]),
  [
    'Bash',
    { command: 'x', dangerouslyDisableSandbox: true },
    {},
    'Bash asked to leave its sandbox. Run the command without dangerouslyDisableSandbox.',
  ],
  [
    'Bash',
    { command: 'x', run_in_background: true },
    {},
    'Bash asked to run in the background. Run the command in the foreground.',
  ],
  [
    'Bash',
    { command: 'x', allowed_domains: ['a'] },
    {},
    'Bash asked for the network. Run the command without allowed_domains; there is no network here.',
  ],
  [
    'Bash',
    { command: 'x'.repeat(20_001) },
    {},
    'The command has 20001 characters; 20000 is the limit. Split it into shorter commands.',
  ],
])('%s %.60j under %.60j is refused in these words', (tool, input, { taint = [], ...change }, words) => {
  const verdict = judge({ tool, input, actor: 'main' }, { ...plan, ...change }, taint);
  expect(verdict.allow ? 'allowed' : `${verdict.because} ${verdict.remedy}`).toBe(words);
});

test.each<[string, unknown, Change]>([
  ['Bash', { command: 'x'.repeat(20_000) }, {}],
  ['Bash', { command: 'x', allowed_domains: [], run_in_background: false }, {}],
  ['Bash', { command: 'rm x' }, { policy: 'deny_list', allowedTools: ['Bash(ls *)'] }],
  ['Edit', { file_path: 'a', ...edit }, { policy: 'deny_list', allowedTools: ['Edit(src/**)'] }],
  ['Edit', { file_path: 'a', ...edit }, { policy: 'allow_all', allowedTools: [] }],
  ['Grep', { pattern: 'x', glob: '*.{ts,md}' }, {}],
  ['Glob', { pattern: 'a..b/.../c.d' }, {}],
])('%s %.60j under %j is allowed', (tool, input, change) => {
  expect(judge({ tool, input, actor: 'main' }, { ...plan, ...change })).toEqual({
    allow: true,
    rule: 'no-objection',
  });
});

test('an agent without permissions to ask for is asked only whether it has the tool', () => {
  const open = { ...plan, skipPermissions: true };
  const verdict = (tool: string) => judge({ tool, input: { file_path: '/etc/x' }, actor: 'main' }, open);
  expect(verdict('Read')).toEqual({ allow: true, rule: 'skip-permissions' });
  expect(verdict('X')).toMatchObject({ allow: false, rule: 'listed-tool' });
});

test('a rule that fails refuses in words that name it', () => {
  const check = () => {
    throw new Error('oops');
  };
  const broken: Rule = { name: 'broken', docs: rules[0]!.docs, check };
  expect(judge({ tool: 'Read', input: {}, actor: 'main' }, plan, [], [broken])).toEqual({
    allow: false,
    rule: 'broken',
    because: 'The rule broken could not judge this call of Read.',
    remedy: 'Report this as a bug; the call stays refused.',
  });
});

test.each([{}, { url: 1 }, null])(
  'an address that is none at all (%j) is refused by the rule itself',
  (input) => {
    const webFetch = { tool: 'WebFetch', input, actor: 'main' } as const;
    expect(judge(webFetch, { ...plan, egress: ['a.example'] }, [], [webHosts])).toMatchObject({
      allow: false,
      because: 'The address is not a plain HTTPS address: https://, the name of a host, and a path.',
    });
  },
);

test('a sub-agent has no sub-agent, and its other calls are judged like those of its parent', () => {
  const whole = { ...plan, tools: ['Agent', 'Read'], allowedTools: ['Agent', 'Read'] };
  const bySub = (tool: string, input: unknown) => judge({ tool, input, actor: 'sub-1' }, whole);
  expect(bySub('Agent', { description: 'a', prompt: 'b' })).toEqual({
    allow: false,
    rule: 'sub-agents',
    because: 'A sub-agent asked for a sub-agent of its own; one level is the limit.',
    remedy: 'Do this part yourself.',
  });
  expect(bySub('Read', { file_path: 'a' }).allow).toBe(true);
});
