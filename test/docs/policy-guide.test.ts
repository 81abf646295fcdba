import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../cli/commands.ts';
import type { Config } from '../../core/config/config.ts';
import { readConfig } from '../../core/config/read.ts';
import { judge } from '../../core/policy/judge.ts';
import { readWrittenCall } from '../../core/policy/written-call.ts';
import { compile, plainFacts } from '../../core/profile/compile.ts';
import { readOperator } from '../../core/profile/read-operator.ts';
import { isRefusal } from '../../core/refusal.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const guide = read('docs/policy-guide.md');

/** The chapters that show a configuration, each with the rows of its tables below it. */
const chapters = guide.split(/^## /m).flatMap((text) => {
  const [, yaml, rest = ''] = /```yaml\n(version[^`]*)```([^]*)/.exec(text) ?? [];
  const rows = rest
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return yaml === undefined ? [] : [{ title: text.split('\n')[0] ?? '', yaml, rows }];
});

function configIn(yaml: string): Config {
  const config = readConfig(yaml, 'docs/policy-guide.md');
  if ('problems' in config) throw new Error(JSON.stringify(config.problems));
  return config.config;
}

function planOf(config: Config, agent: string, facts = {}) {
  return compile(config, agent, { ...plainFacts, trigger: 'comment', ...facts });
}

test('every example is found', () => {
  expect(chapters).toHaveLength(4);
  expect(chapters.flatMap(({ rows }) => rows).length).toBeGreaterThan(15);
  expect(guide.match(/```yaml/g)).toHaveLength(7);
});

describe.each(chapters)('$title', ({ yaml, rows }) => {
  const config = configIn(yaml);
  const isCall = ([, , what = '']: string[]) => what.startsWith('`');
  const agentIn = (cell: string) => cell.replaceAll('`', '');

  test('its tables are about its agents', () => {
    const named = rows.map(([, cell = '']) => agentIn(cell));
    expect(Object.keys(config.agents)).toEqual(expect.arrayContaining(named));
  });

  test.each(rows.filter(isCall))('%s%s %s: %s', (_, cell = '', what = '', verdict = '') => {
    const compiled = planOf(config, agentIn(cell));
    const call = readWrittenCall(what.slice(1, -1));
    if (compiled.kind !== 'plan' || typeof call === 'string') throw new Error(`${cell} ${what}`);
    const taint = verdict.endsWith('after a stranger') ? ['a comment by a stranger'] : [];
    const [, rule] = /^refused by `([\w-]+)`/.exec(verdict) ?? [];
    const judged = judge(call, compiled.plan, taint);
    expect(judged).toMatchObject(rule === undefined ? { allow: true } : { allow: false, rule });
  });

  test.each(rows.filter((row) => !isCall(row)))('%s%s of %s: %s', (_, cell = '', what = '', verdict = '') => {
    const sources = { untrustedAuthor: false, forkHead: /\bfork\b/.test(what) };
    const facts = { sources, repository: { private: /\bprivate\b/.test(what) } };
    expect(planOf(config, agentIn(cell), facts).kind).toBe(verdict === 'starts' ? 'plan' : 'refused');
  });
});

test("the operator's limits are read", () => {
  const [, yaml = ''] = /```yaml\n# operator\n([^`]*)```/.exec(guide) ?? [];
  expect(isRefusal(readOperator(yaml, 'operator'))).toBe(false);
  expect(Object.keys(readOperator(yaml, 'operator'))).toHaveLength(5);
});

test.each([
  ['redact', '', (config: Config) => config.redact.allow],
  ['output_schema', '    ', (config: Config) => Object.keys(config.agents['x']?.output_schema ?? {})],
])('the example of %s can be used', (key, indent, read) => {
  const [, yaml = ''] = new RegExp(`\`\`\`yaml\\n(${key}:[^\`]*)\`\`\``).exec(guide) ?? [];
  const part = yaml.replace(/^/gm, indent);
  const agent = 'version: 1\nagents:\n  x:\n    description: d\n    system_prompt: s\n';
  expect(read(configIn(`${agent}${part}`))).not.toEqual([]);
});

test.each(['README.md', 'docs/policy-guide.md'])('the commands that %s names are there', (page) => {
  const named = [...read(page).matchAll(/\bdispatch (check|explain|plan-diff)\b/g)].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set(['check', 'explain', 'plan-diff']));
  expect(COMMANDS.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
});
