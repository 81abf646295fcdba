import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../core/config/read.ts';
import { judge } from '../../core/policy/judge.ts';
import { isRefusal } from '../../core/refusal.ts';
import { resolve } from '../../core/profile/resolve.ts';
import { setUp } from '../story/step.ts';
import { shippedConfig } from '../story/story.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const workflow = /```yaml\n([^`]*)```/.exec(readme)?.[1] ?? '';

test("the README's workflow has at most 15 lines, and works", async () => {
  expect(workflow.trimEnd().split('\n').length).toBeLessThanOrEqual(15);
  const bench = await setUp();
  // The one line more is the way to the scripted model.
  const key = /^( *)anthropic-api-key:.*\n/m;
  const outcome = await bench.run(
    workflow.replace(
      key,
      (line, indent: string) => `${line}${indent}anthropic-base-url: ${bench.model.url}\n`,
    ),
  );
  expect(outcome.conclusion, outcome.log).toBe('success');
  expect(outcome.summary).toContain('All is well.');
  expect(JSON.stringify(bench.model.requests)).toContain('Review what this pull request changes.');
  expect(bench.github.violations).toEqual([]);
}, 60_000);

describe("the README's table of what agents may do is what the policy says", () => {
  const read = readConfig(shippedConfig, '.github/dispatch.yml');
  if (!('config' in read)) throw new Error('the shipped configuration does not read');
  const { config } = read;
  const may = (agent: string, tool: string, input: object): boolean => {
    const plan = resolve(config, agent);
    if (isRefusal(plan)) throw new Error(`${agent} is not shipped`);
    return judge({ tool, input, actor: 'main' }, plan).allow;
  };
  const calls = {
    'read a file': ['Read', { file_path: 'src/a.ts' }],
    search: ['Grep', { pattern: 'x' }],
    'find files': ['Glob', { pattern: '**/*' }],
    'change a file': ['Edit', { file_path: 'src/a.ts', old_string: 'a', new_string: 'b' }],
    'write a file': ['Write', { file_path: 'src/a.ts', content: 'x' }],
    'run a command': ['Bash', { command: 'npm test' }],
    'read git data': ['Read', { file_path: '.git/config' }],
    'read .env': ['Read', { file_path: '.env' }],
    'write to .git': ['Write', { file_path: '.git/hooks/pre-commit', content: 'x' }],
    'write to .github': ['Write', { file_path: '.github/workflows/x.yml', content: 'x' }],
    'write to .claude': ['Write', { file_path: '.claude/settings.json', content: 'x' }],
    'write to CLAUDE.md': ['Write', { file_path: 'CLAUDE.md', content: 'x' }],
    'fetch a page': ['WebFetch', { url: 'https://example.com', prompt: 'x' }],
  } as const;
  const reads = ['read a file', 'search', 'find files'];

  test.each([
    ['reviewer', reads],
    ['planner', reads],
    ['tester', [...reads, 'run a command']],
    ['editor', [...reads, 'change a file', 'write a file']],
  ])('%s', (agent, allowed) => {
    const does = Object.entries(calls).filter(([, [tool, input]]) => may(agent, tool, input));
    expect(does.map(([what]) => what).toSorted()).toEqual(allowed.toSorted());
    expect(readme).toMatch(new RegExp(`^\\|.*\`${agent}\`.*\\|`, 'm'));
  });

  test('and it names every shipped agent, and no other', () => {
    const table = /## What each shipped agent may do\n\n([^#]*)/.exec(readme)?.[1] ?? '';
    const rows = table
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2);
    const named = rows.flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    expect(new Set(named)).toEqual(new Set(Object.keys(config.agents)));
  });
});
