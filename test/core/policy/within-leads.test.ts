import { expect, test } from 'vitest';
import { judge } from '../../../core/policy/judge.ts';
import type { PolicyPlan } from '../../../core/policy/limits.ts';
import { withinLeads } from '../../../core/policy/within-leads.ts';
import { emptyPlan } from './empty-plan.ts';

const tools = ['Read', 'Edit', 'Bash', 'WebFetch'];
const all: PolicyPlan = {
  ...emptyPlan,
  tools,
  allowedTools: tools,
  taintedTools: tools,
  egress: ['a.example.com'],
};
const asks = (tool: string, input: object) => ({ tool, input, actor: 'main' });

test.each<[string, Partial<PolicyPlan>, string, object, string]>([
  ['a tool', { tools: ['Read'] }, 'Bash', { command: 'ls' }, 'listed-tool'],
  [
    'a command',
    { allowedTools: ['Read', 'Bash(git log *)'] },
    'Bash',
    { command: 'git push' },
    'bash-commands',
  ],
  [
    'a path',
    { allowedTools: ['Read', 'Edit(docs/**)'] },
    'Edit',
    { file_path: 'src/a.ts', old_string: 'a', new_string: 'b' },
    'listed-paths',
  ],
  ['a host', { egress: [] }, 'WebFetch', { url: 'https://a.example.com/', prompt: 'x' }, 'web-hosts'],
  ['any call', { policy: 'deny_all' }, 'Read', { file_path: 'a' }, 'policy-kind'],
])('what its lead may not do, %s, a worker may not do by a wider profile', (_, less, tool, input, rule) => {
  const lead = { ...all, ...less };
  expect(withinLeads([all, lead])(asks(tool, input), all, [])).toMatchObject({
    allow: false,
    rule,
    because: expect.stringContaining('Its lead may not do this either.'),
  });
  // Without the leads it would be made.
  expect(judge(asks(tool, input), all).allow).toBe(true);
  expect(withinLeads([all])(asks(tool, input), all, [])).toMatchObject({ allow: true });
});

test('its own profile is asked first, and paths are read from where the worker starts', () => {
  const narrow = { ...all, tools: ['Read'], allowedTools: ['Read(docs/**)'], workingDir: 'docs' };
  expect(withinLeads([all])(asks('Bash', { command: 'ls' }), narrow, [])).toMatchObject({
    rule: 'listed-tool',
  });
  const lead = { ...all, allowedTools: ['Read(docs/**)'] };
  const docs = { ...all, workingDir: 'docs' };
  expect(withinLeads([lead])(asks('Read', { file_path: 'a.md' }), docs, []).allow).toBe(true);
  expect(withinLeads([lead])(asks('Read', { file_path: 'a.md' }), all, []).allow).toBe(false);
});

test('its lead has no say in what a worker tells others', () => {
  const worker = { ...all, isWorker: true as const };
  expect(withinLeads([all])(asks('mcp__dispatch__message', { text: 'x' }), worker, []).allow).toBe(true);
});
