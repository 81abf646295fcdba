import { readdirSync } from 'node:fs';
import { posix } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge } from '../../../core/policy/judge.ts';
import { rules } from '../../../core/policy/table.ts';
import type { Rule } from '../../../core/policy/rule.ts';

const tools = ['Read', 'Grep', 'Glob', 'Edit', 'Write', 'Bash'];
const plan = {
  tools,
  allowedTools: tools,
  disallowedTools: [],
  timeoutMinutes: 10,
};
const call = (tool: string, input: unknown) => ({ tool, input, actor: 'main' });

const allowed: [string, unknown][] = [
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
];

const denied: [string, unknown, string][] = [
  ['WebFetch', { url: 'http://example.com' }, 'listed-tool'],
  ['mcp__x__y', {}, 'listed-tool'],
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
  ['Bash', { command: 'id', dangerouslyDisableSandbox: true }, 'plain-bash'],
  ['Bash', { command: 'id', run_in_background: true }, 'plain-bash'],
  ['Bash', { command: 'id', allowed_domains: ['example.com'] }, 'plain-bash'],
  ['Bash', { command: 'x'.repeat(20_001) }, 'plain-bash'],
  ['Bash', { command: 'echo "not closed' }, 'bash-commands'],
  ['Bash', { command: 'echo x > .github/workflows/ci.yml' }, 'bash-commands'],
];

describe('the judge', () => {
  test.each(allowed)('allows %s %j', (tool, input) => {
    expect(judge(call(tool, input), plan)).toMatchObject({ allow: true });
  });

  test.each(denied)('denies %s %j by %s', (tool, input, rule) => {
    expect(judge(call(tool, input), plan)).toMatchObject({ allow: false, rule });
  });

  test('every rule has a call here that it denies', () => {
    expect(new Set(denied.map(([, , rule]) => rule))).toEqual(new Set(rules.map(({ name }) => name)));
  });

  test('every denial disappears with its rule, so each rule is what denies', () => {
    for (const [tool, input, rule] of denied) {
      const without = rules.filter((one) => one.name !== rule);
      const verdict = judge(call(tool, input), plan, without);
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

  test('a scoped entry gives the tool, and of Bash no more than it says', () => {
    const scoped = {
      ...plan,
      allowedTools: ['Read(src/**)', 'Bash(git log *)', 'Bash(npm test)'],
      disallowedTools: ['Bash(git log --all)', 'not a rule ('],
    };
    const run = (command: string) => judge(call('Bash', { command }), scoped);
    expect(run('git log -5 && npm test')).toMatchObject({ allow: true });
    expect(run('git log --all')).toMatchObject({ allow: false, rule: 'bash-commands' });
    expect(run('git status')).toMatchObject({ allow: false, rule: 'bash-commands' });
    expect(judge(call('Read', { file_path: 'a' }), scoped).allow).toBe(true);
    expect(judge(call('Grep', { pattern: 'a' }), scoped)).toMatchObject({
      allow: false,
      rule: 'listed-tool',
    });
    const without = { ...scoped, disallowedTools: ['Bash'] };
    expect(judge(call('Bash', { command: 'npm test' }), without)).toMatchObject({ rule: 'listed-tool' });
  });

  test('a rule that throws is a denial that names it', () => {
    const broken: Rule = {
      name: 'broken',
      check() {
        throw new Error('oops');
      },
    };
    expect(judge(call('Read', { file_path: 'a' }), plan, [broken])).toMatchObject({
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
});
