import { readdirSync } from 'node:fs';
import { posix } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge } from '../../../core/policy/judge.ts';
import { rules } from '../../../core/policy/table.ts';
import type { McpServer } from '../../../core/policy/mcp-server.ts';
import type { Place } from '../../../core/policy/place.ts';
import type { Rule } from '../../../core/policy/rule.ts';
import type { ToolCall } from '../../../core/policy/verdict.ts';

const search = 'mcp__notes__search';
const handIn = 'mcp__dispatch__labels';
const tools = [
  'Read',
  'Grep',
  'Glob',
  'Edit',
  'Write',
  'Bash',
  'WebFetch',
  'Agent',
  search,
  'mcp__notes__none',
];
const server: McpServer = {
  name: 'notes',
  command: ['notes'],
  tools: [
    {
      name: search,
      sha256: null,
      input: {
        query: { type: 'string', max_length: 20 },
        limit: { type: 'integer', min: 1, max: 50, optional: true },
        weight: { type: 'number', optional: true },
        exact: { type: 'boolean', optional: true },
        kind: { type: 'string', enum: ['todo', 'done'], optional: true },
        id: { type: 'string', pattern: 'n-[0-9]+|all', optional: true },
        tags: { type: 'strings', max_items: 2, pattern: '[a-z]+', optional: true },
      },
    },
  ],
};
const plan = {
  tools,
  allowedTools: tools,
  disallowedTools: [],
  taintedTools: ['Read', 'Grep', 'Glob', 'Edit', 'Write'],
  policy: 'allow_list' as const,
  egress: ['docs.example.com', '*.wild.example'],
  mcpServers: [server],
  outputs: [{ kind: 'labels' as const, limits: { allow: ['bug'], most: 1 } }],
  mayDispatch: ['reviewer'],
  timeoutMinutes: 10,
};
/** What these names are on disk. */
const disk: Record<string, Place> = {
  twin: { path: '/workspace/twin', names: 2 },
  out: { path: '/etc/passwd', names: 1 },
  'shut/a': { unknown: '/workspace/shut cannot be looked at' },
  'hidden/x.yml': { path: '/workspace/.github/workflows/x.yml', names: 1 },
  lock: { path: '/workspace/package-lock.json', names: 1 },
};
const call = (tool: string, input: unknown): ToolCall => {
  const place = disk[String((input as { file_path?: unknown } | null)?.file_path)];
  return { tool, input, actor: 'main', ...(place && { places: { file_path: place } }) };
};

const allowed: [string, unknown][] = [
  [handIn, { add: ['bug'] }],
  ['mcp__dispatch__spawn_worker', { agent: 'reviewer', task: 'x' }],
  ['mcp__dispatch__wait', { worker: '1' }],
  ['mcp__dispatch__list', {}],
  ['Read', { file_path: '/workspace/src/a.ts' }],
  ['Read', { file_path: 'src/a.ts', offset: 1, limit: 20 }],
  ['Read', { file_path: '/workspace/.github/workflows/ci.yml' }],
  ['Read', { file_path: '/workspace/a/../b.ts' }],
  ['Read', { file_path: '/workspace/.gitignore' }],
  ['Read', { file_path: '/workspace/environment.md' }],
  ['Grep', { pattern: 'x', path: 'src', '-n': true, output_mode: 'content' }],
  ['Grep', { pattern: '../', glob: '*.{ts,js}' }],
  ['Glob', { pattern: '**/*.{ts,tsx}' }],
  ['Glob', { pattern: 'src/*.ts', path: '/workspace' }],
  ['Edit', { file_path: 'src/a.ts', old_string: 'a', new_string: 'b' }],
  ['Write', { file_path: 'docs/new.md', content: 'x' }],
  ['Bash', { command: 'npm test', description: 'run the tests', timeout: 1000 }],
  ['WebFetch', { url: 'https://docs.example.com/a?b=c#d', prompt: 'x' }],
  ['WebFetch', { url: 'https://DOCS.example.com', prompt: 'x', offset: 3 }],
  ['WebFetch', { url: 'https://a.wild.example/', prompt: 'x' }],
  ['Agent', { description: 'a', prompt: 'b' }],
  [search, { query: 'todo' }],
  [search, { query: '', limit: 50, weight: -0.5, exact: false, kind: 'done', id: 'n-17', tags: ['a', 'b'] }],
  [search, { query: 'x'.repeat(20), id: 'all', tags: [] }],
  ['Agent', { description: 'a', prompt: 'b', subagent_type: 'general-purpose', effort: 'low' }],
];

const denied: [string, unknown, string][] = [
  ['WebSearch', { query: 'x' }, 'listed-tool'],
  ...[
    'http://docs.example.com/',
    'https://example.com/',
    'https://docs.example.com.evil.example/',
    'https://docs.example.com@evil.example/',
    'https://user:word@docs.example.com/',
    'https://docs.example.com:8443/',
    'https://docs.example.com\\@evil.example/',
    'https://docs.example.com /',
    'https://docs。example.com/',
    'https://wild.example/',
    'https://doc\u017f.example.com/',
    'https://a.wi\u212ad.example/',
    'https://a.b.wild.example/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'file:///etc/passwd',
    '//docs.example.com/',
    ' https://docs.example.com/',
  ].map((url): [string, unknown, string] => ['WebFetch', { url, prompt: 'x' }, 'web-hosts']),
  ['WebFetch', { url: 'https://docs.example.com/', prompt: 'x', method: 'POST' }, 'known-input'],
  ['WebFetch', { url: 'https://docs.example.com/' }, 'known-input'],
  ['Agent', { description: 'a', prompt: 'b', model: 'haiku' }, 'sub-agents'],
  ['Agent', { description: 'a', prompt: 'b', isolation: 'remote' }, 'sub-agents'],
  ['Agent', { description: 'a', prompt: 'b', subagent_type: 'Explore' }, 'sub-agents'],
  ['Agent', { description: 'a', prompt: 'b', run_in_background: true }, 'known-input'],
  ['mcp__x__y', {}, 'listed-tool'],
  ['mcp__dispatch__review', { summary: 'x' }, 'listed-tool'],
  ['mcp__dispatch__comment', { text: 'x' }, 'listed-tool'],
  [handIn, { add: ['bug'], remove: ['bug'] }, 'output-arguments'],
  [handIn, null, 'output-arguments'],
  ['mcp__dispatch__spawn_sublead', { agent: 'reviewer', task: 'x' }, 'listed-tool'],
  ['mcp__dispatch__spawn_worker', { agent: 'deployer', task: 'x' }, 'fleet-arguments'],
  ['mcp__dispatch__spawn_worker', { agent: 'reviewer' }, 'fleet-arguments'],
  ['mcp__dispatch__spawn_worker', { agent: 'reviewer', task: 'x', actor: 'main' }, 'fleet-arguments'],
  ['mcp__dispatch__result', { worker: 'main/1' }, 'fleet-arguments'],
  ['mcp__dispatch__list', { of: 'main' }, 'fleet-arguments'],
  ['mcp__notes__none', {}, 'mcp-arguments'],
  [search, null, 'mcp-arguments'],
  [search, [], 'mcp-arguments'],
  [search, {}, 'mcp-arguments'],
  [search, { query: 'a', toString: 'b' }, 'mcp-arguments'],
  [search, JSON.parse('{"query":"a","__proto__":{}}'), 'mcp-arguments'],
  ...[
    { query: 1 },
    { query: 'x'.repeat(21) },
    { limit: 0 },
    { limit: 51 },
    { limit: 1.5 },
    { limit: '1' },
    { weight: NaN },
    { weight: Infinity },
    { exact: 'true' },
    { kind: 'other' },
    { kind: ['todo'] },
    { id: 'n-1; rm' },
    { id: 'xn-1' },
    { id: 'all\n' },
    { id: 'allx' },
    { id: `n-${'1'.repeat(300)}` },
    { tags: 'a' },
    { tags: ['a', 'b', 'c'] },
    { tags: ['a', 'B'] },
    { tags: [['a']] },
    { exact: undefined },
  ].map((more): [string, unknown, string] => [search, { query: 'a', ...more }, 'mcp-arguments']),
  ['read', { file_path: 'a' }, 'listed-tool'],
  ['Read', { file_path: 'a', extra: 1 }, 'known-input'],
  ['Read', {}, 'known-input'],
  ['Read', null, 'known-input'],
  ['Read', { file_path: ['a'] }, 'known-input'],
  ['Read', { file_path: '/etc/passwd' }, 'inside-workspace'],
  ['Read', { file_path: '/workspace/../etc/passwd' }, 'inside-workspace'],
  ['Read', { file_path: '/workspacex/a' }, 'inside-workspace'],
  ['Read', { file_path: '../../proc/self/environ' }, 'inside-workspace'],
  ['Read', { file_path: '/proc/self/environ' }, 'inside-workspace'],
  ['Read', { file_path: 'a\0b' }, 'inside-workspace'],
  ['Grep', { pattern: 'x', path: '/' }, 'inside-workspace'],
  ['Grep', { pattern: 'x', glob: '../**' }, 'inside-workspace'],
  ['Glob', { pattern: '/etc/*' }, 'inside-workspace'],
  ['Glob', { pattern: '../*' }, 'inside-workspace'],
  ['Glob', { pattern: 'a/../../*' }, 'inside-workspace'],
  ['Glob', { pattern: '{/etc,src}/*' }, 'inside-workspace'],
  ['Glob', { pattern: '{..,src}/*' }, 'inside-workspace'],
  ['Glob', { pattern: '.{./etc,x}' }, 'inside-workspace'],
  ['Glob', { pattern: '.{.,x}/*' }, 'inside-workspace'],
  ['Glob', { pattern: '~/*' }, 'inside-workspace'],
  ['Read', { file_path: '/workspace/.git/config' }, 'protected-paths'],
  ['Read', { file_path: '.GIT/config' }, 'protected-paths'],
  ['Read', { file_path: 'sub/.git/HEAD' }, 'protected-paths'],
  ['Read', { file_path: '.env' }, 'protected-paths'],
  ['Read', { file_path: 'a/.env.local' }, 'protected-paths'],
  ['Grep', { pattern: 'token', path: '.git' }, 'protected-paths'],
  ['Edit', { file_path: '.github/workflows/ci.yml', old_string: 'a', new_string: 'b' }, 'protected-paths'],
  ['Write', { file_path: '.GitHub/workflows/x.yml', content: '' }, 'protected-paths'],
  ['Write', { file_path: 'CLAUDE.md', content: '' }, 'protected-paths'],
  ['Write', { file_path: 'packages/a/CLAUDE.md', content: '' }, 'protected-paths'],
  ['Write', { file_path: '.claude/settings.json', content: '' }, 'protected-paths'],
  ['Write', { file_path: '.ｍcp.json', content: '' }, 'protected-paths'],
  ['Write', { file_path: '.husky/pre-commit', content: '' }, 'protected-paths'],
  ['Write', { file_path: '.g\u200dithub/workflows/x.yml', content: '' }, 'protected-paths'],
  ['Write', { file_path: '.github./workflows/x.yml', content: '' }, 'protected-paths'],
  ['Write', { file_path: '.git::$INDEX_ALLOCATION/config', content: '' }, 'protected-paths'],
  ['Write', { file_path: 'GIT~1/config', content: '' }, 'protected-paths'],
  ['Write', { file_path: 'action.yml', content: '' }, 'protected-paths'],
  ['Write', { file_path: 'docs/CODEOWNERS', content: '' }, 'protected-paths'],
  ['Write', { file_path: 'package.json', content: '' }, 'granted-manifests'],
  ['Edit', { file_path: 'web/Package-Lock.json', old_string: 'a', new_string: 'b' }, 'granted-manifests'],
  ['Write', { file_path: 'Makefile', content: '' }, 'granted-manifests'],
  ['Write', { file_path: 'requirements-dev.txt', content: '' }, 'granted-manifests'],
  ['Read', { file_path: 'twin' }, 'one-name'],
  ['Edit', { file_path: 'twin', old_string: 'a', new_string: 'b' }, 'one-name'],
  ['Read', { file_path: 'out' }, 'inside-workspace'],
  ['Write', { file_path: 'shut/a', content: '' }, 'inside-workspace'],
  ['Write', { file_path: 'hidden/x.yml', content: '' }, 'protected-paths'],
  ['Write', { file_path: 'lock', content: '' }, 'granted-manifests'],
  ['Bash', { command: 'id', dangerouslyDisableSandbox: true }, 'plain-bash'],
  ['Bash', { command: 'id', run_in_background: true }, 'plain-bash'],
  ['Bash', { command: 'id', allowed_domains: ['example.com'] }, 'plain-bash'],
  ['Bash', { command: 'x'.repeat(20_001) }, 'plain-bash'],
  ['Bash', { command: 'id > .github/workflows/x.yml' }, 'bash-commands'],
  ['Bash', { command: 'echo "not closed' }, 'bash-commands'],
  ['Read', { file_path: 'secret/a' }, 'listed-paths'],
  ['Bash', { command: 'id' }, 'untainted-tool'],
  ['Read', { file_path: 'a' }, 'policy-kind'],
];

/** Three rules look at the plan and at what was read, not at the call. */
const planFor = (rule: string) => {
  if (rule === 'policy-kind') return { ...plan, policy: 'deny_all' as const };
  return rule === 'listed-paths' ? { ...plan, disallowedTools: ['Read(secret/**)'] } : plan;
};
const taintFor = (rule: string) => (rule === 'untainted-tool' ? ['code from a fork'] : []);

describe('the judge', () => {
  test('what strangers wrote takes tools away, and only those that the profile does not leave', () => {
    const taint = ['code from a fork'];
    expect(judge(call('Bash', { command: 'id' }), plan).allow).toBe(true);
    expect(judge(call('Bash', { command: 'id' }), plan, taint)).toMatchObject({
      allow: false,
      rule: 'untainted-tool',
      because: expect.stringContaining('code from a fork') as string,
    });
    expect(judge(call('Read', { file_path: 'a' }), plan, taint).allow).toBe(true);
  });

  test.each([
    ['allow_list', { allow: false, rule: 'listed-tool' }],
    ['deny_list', { allow: true }],
    ['allow_all', { allow: true }],
    ['deny_all', { allow: false, rule: 'policy-kind' }],
    ['require_approval', { allow: false, rule: 'policy-kind' }],
  ] as const)('the policy %s, for a tool that is not in allowed_tools', (policy, verdict) => {
    const narrow = { ...plan, allowedTools: ['Read'], policy };
    expect(judge(call('Glob', { pattern: '*' }), narrow)).toMatchObject(verdict);
  });

  test('an output is handed in under every policy and after any reading, and only in its form', () => {
    const labels = call(handIn, { add: ['bug'] });
    for (const policy of ['allow_list', 'deny_list', 'allow_all', 'deny_all', 'require_approval'] as const) {
      expect(judge(labels, { ...plan, policy }, ['a comment by a stranger'])).toMatchObject({ allow: true });
      expect(judge(call(handIn, {}), { ...plan, policy }).allow).toBe(false);
      expect(judge(labels, { ...plan, policy, outputs: [] })).toMatchObject({ rule: 'listed-tool' });
    }
  });

  test('under every policy the rules on arguments hold, and disallowed_tools too', () => {
    for (const policy of ['allow_list', 'deny_list', 'allow_all'] as const) {
      const open = { ...plan, policy, disallowedTools: ['Glob'] };
      expect(judge(call('Read', { file_path: '/etc/passwd' }), open).allow, policy).toBe(false);
      expect(judge(call('Glob', { pattern: '*' }), open).allow, policy).toBe(false);
      expect(judge(call('Task', {}), open).allow, policy).toBe(false);
    }
  });

  test.each(allowed)('allows %s %j', (tool, input) => {
    expect(judge(call(tool, input), plan)).toMatchObject({ allow: true });
  });

  test.each(denied)('denies %s %j by %s', (tool, input, rule) => {
    expect(judge(call(tool, input), planFor(rule), taintFor(rule))).toMatchObject({ allow: false, rule });
  });

  test('every rule has a call here that it denies', () => {
    expect(new Set(denied.map(([, , rule]) => rule))).toEqual(new Set(rules.map(({ name }) => name)));
  });

  test('every denial disappears with its rule, so each rule is what denies', () => {
    for (const [tool, input, rule] of denied) {
      const without = rules.filter((one) => one.name !== rule);
      const verdict = judge(call(tool, input), planFor(rule), taintFor(rule), without);
      expect(verdict.allow || verdict.rule !== rule, `${tool} ${JSON.stringify(input)}`).toBe(true);
    }
  });

  test('a tool outside a narrower allowed_tools, or in disallowed_tools, is denied', () => {
    const narrow = { ...plan, allowedTools: ['Read'] };
    expect(judge(call('Read', { file_path: 'a' }), narrow).allow).toBe(true);
    expect(judge(call('Glob', { pattern: '*' }), narrow)).toMatchObject({
      allow: false,
      rule: 'listed-tool',
    });
    const without = { ...plan, disallowedTools: ['Read'] };
    expect(judge(call('Read', { file_path: 'a' }), without)).toMatchObject({
      allow: false,
      rule: 'listed-tool',
    });
  });

  test('a rule that throws is a denial that names it', () => {
    const broken: Rule = {
      name: 'broken',
      docs: rules[0]!.docs,
      check() {
        throw new Error('oops');
      },
    };
    expect(judge(call('Read', { file_path: 'a' }), plan, [], [broken])).toMatchObject({
      allow: false,
      rule: 'broken',
    });
  });

  test('never throws and never allows an unknown tool, whatever the input', () => {
    fc.assert(
      fc.property(fc.string(), fc.anything(), (tool, input) => {
        const verdict = judge(call(tool, input), plan);
        return plan.tools.includes(tool) || !verdict.allow;
      }),
    );
  });

  test('no path that resolves outside the workspace is ever allowed', () => {
    const segment = fc.constantFrom('..', '.', 'a', 'workspace', 'etc', '', '.git', '...', ' ');
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 8 }), fc.boolean(), (segments, absolute) => {
        const path = (absolute ? '/' : '') + segments.join('/');
        const verdict = judge(call('Read', { file_path: path }), plan);
        const resolved = posix.resolve('/workspace', path);
        const outside = resolved !== '/workspace' && !resolved.startsWith('/workspace/');
        return !(outside && verdict.allow);
      }),
    );
  });

  test('the table lists every rule file', () => {
    const files = readdirSync(new URL('../../../core/policy/rules/', import.meta.url)).map((file) =>
      file.replace('.ts', ''),
    );
    expect(rules.map((rule) => rule.name).toSorted()).toEqual(files.toSorted());
  });

  describe('where permissions are skipped', () => {
    const skipping = {
      ...plan,
      skipPermissions: true,
      tools: [...tools, 'Task'],
      allowedTools: ['Read(src/**)', 'Bash(git log *)', 'WebFetch', 'Task'],
    };
    const refusing = {
      ...skipping,
      disallowedTools: ['Bash(git push *)', 'Read(secret/**)', 'WebFetch(domain:docs.example.com)', 'Glob'],
    };
    test.each<[string, unknown]>([
      ['Read', { file_path: '/etc/passwd' }],
      ['Bash', { command: 'rm -rf / > .github/x' }],
      ['WebFetch', { url: 'http://other.example', prompt: 'x' }],
      ['Task', { a: 1 }],
    ])('%s %j is not judged on its arguments', (tool, input) => {
      expect(judge(call(tool, input), skipping)).toEqual({ allow: true, rule: 'skip-permissions' });
    });
    test.each<[string, unknown, string]>([
      ['Bash', { command: 'cd a && git push -f' }, 'bash-commands'],
      ['Read', { file_path: 'secret/a' }, 'listed-paths'],
      ['WebFetch', { url: 'https://docs.example.com/', prompt: 'x' }, 'web-hosts'],
      ['Glob', { pattern: '*' }, 'listed-tool'],
    ])('%s %j is refused when the profile refuses it in so many words', (tool, input, rule) => {
      expect(judge(call(tool, input), refusing)).toMatchObject({ allow: false, rule });
      expect(judge(call(tool, input), skipping).allow).toBe(tool !== 'Glob');
    });
    test('what was read and the kind of policy still count', () => {
      const bash = call('Bash', { command: 'id' });
      expect(judge(bash, skipping, ['code from a fork'])).toMatchObject({ rule: 'untainted-tool' });
      expect(judge(bash, { ...skipping, policy: 'deny_all' })).toMatchObject({ rule: 'policy-kind' });
      expect(judge(call('Read', { file_path: 'lib/a' }), refusing)).toMatchObject({ allow: true });
      // What is refused is a part of the workspace.
      expect(judge(call('Read', { file_path: '/elsewhere/secret/a' }), refusing)).toMatchObject({
        allow: true,
      });
    });
  });
});
