import { expect, test } from 'vitest';
import {
  domainOf,
  listsOf,
  names,
  parseToolRule,
  patternsOf,
  problemOfPattern,
  toolOf,
} from '../../../core/policy/tool-rule.ts';
import { isRefusal } from '../../../core/refusal.ts';

test.each([
  ['Read', 'Read', null],
  ['Bash', 'Bash', null],
  ['Bash(*)', 'Bash', '*'],
  ['Bash(git log *)', 'Bash', 'git log *'],
  ['Bash(git log:*)', 'Bash', 'git log:*'],
  ['Bash(echo (a))', 'Bash', 'echo (a)'],
  ['Read(src/**)', 'Read', 'src/**'],
  ['WebFetch(domain:example.com)', 'WebFetch', 'domain:example.com'],
  ['mcp__server__tool', 'mcp__server__tool', null],
  ['mcp__server__*', 'mcp__server__*', null],
])('%s is a rule', (text, tool, pattern) => {
  expect(parseToolRule(text)).toEqual({ tool, pattern });
});

test.each([
  '',
  ' ',
  'Bash(',
  'Bash)',
  'Bash()',
  'Bash( )',
  'Bash(x) y',
  ' Bash',
  '*',
  'Ba*',
  '(x)',
  'Bash (x)',
  '1x',
])('%j is refused, with a remedy', (text) => {
  expect(parseToolRule(text)).toMatchObject({ refused: true, remedy: expect.stringMatching(/\.$/) });
});

test.each([
  ['R2_x-y', 'R2_x-y', null],
  ['Bash(a\nb)', 'Bash', 'a\nb'],
  ['mcp__a-b__c_d', 'mcp__a-b__c_d', null],
])('%j is a rule, too', (text, tool, pattern) => {
  expect(parseToolRule(text)).toEqual({ tool, pattern });
});

test('what is no rule is refused in words that show it', () => {
  expect(parseToolRule('Ba*')).toEqual({
    refused: true,
    code: 'bad-tool-rule',
    because: "'Ba*' is not a tool, nor a tool with a pattern.",
    remedy: 'Write it like Read, Read(src/**) or Bash(git log *).',
  });
  expect(parseToolRule('Bash( )')).toEqual({
    refused: true,
    code: 'empty-tool-rule',
    because: "'Bash( )' has an empty pattern: it would match nothing.",
    remedy: 'Write Bash for all of the tool, or name what of it.',
  });
});

const entries = ['Read', 'Bash(git log *)', 'Bash(', 'Bash', 'Edit(src/**)', 'Bash(ls)'];

test('the entries of a list are found by their tool, in order, and what is no rule says nothing', () => {
  expect(patternsOf(entries, 'Bash')).toEqual(['git log *', '*', 'ls']);
  expect(patternsOf(entries, 'Read')).toEqual(['*']);
  expect(patternsOf(entries, 'Write')).toEqual([]);
  expect(['Bash', 'Edit', 'Write', 'Bash('].map((tool) => names(entries, tool))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(entries.map(toolOf)).toEqual(['Read', 'Bash', null, 'Bash', 'Edit', 'Bash']);
});

test('a list is read once: what reads its patterns in turn may remember them', () => {
  const fresh = [...entries];
  expect(patternsOf(fresh, 'Bash')).toBe(patternsOf(fresh, 'Bash'));
  expect(patternsOf(fresh, 'Write')).toBe(patternsOf(fresh, 'Write'));
});

test.each([
  ['allow_list', ['git log *']],
  ['deny_list', ['*']],
  ['allow_all', ['*']],
  ['deny_all', ['*']],
  ['require_approval', ['*']],
] as const)('under %s, %j of a tool is allowed, and what is denied stays so', (policy, allow) => {
  const plan = {
    tools: ['Bash'],
    allowedTools: ['Bash(git log *)', 'Read'],
    disallowedTools: ['Bash(git push *)', 'Read(a)'],
    taintedTools: [],
    policy,
    timeoutMinutes: 1,
  };
  expect(listsOf(plan, 'Bash')).toEqual({ allow, deny: ['git push *'] });
});

test.each([
  ['Read', null],
  ['WebFetch', null],
  ['Agent', null],
  ['Bash(x)', null],
  ['Read(domain)', null],
  ['WebFetch(domain:docs.example.com)', null],
  ['WebFetch(domain:*.example.com)', null],
  [
    'WebFetch(docs.example.com)',
    [
      '`WebFetch(docs.example.com)` names no host.',
      'Write it like WebFetch(domain:docs.example.com), or WebFetch(domain:*.example.com) for the names directly below.',
    ],
  ],
  [
    'WebFetch(domain:*.com)',
    [
      '`WebFetch(domain:*.com)` names no host.',
      'Write it like WebFetch(domain:docs.example.com), or WebFetch(domain:*.example.com) for the names directly below.',
    ],
  ],
  [
    'Agent(x)',
    [
      '`Agent(x)` is about a part of Agent, and there are no parts of it.',
      'Write `Agent`: a sub-agent has the tools and limits of its parent.',
    ],
  ],
])('the pattern of %s: %j', (text, words) => {
  const rule = parseToolRule(text);
  if (isRefusal(rule)) throw new Error(rule.because);
  const problem = problemOfPattern(rule);
  expect(problem && [problem.because, problem.remedy]).toEqual(words);
  expect(problem?.code ?? 'bad-tool-rule').toBe('bad-tool-rule');
});

test.each([
  ['domain:docs.example.com', { name: 'docs.example.com', below: false }],
  ['domain:*.example.com', { name: 'example.com', below: true }],
  ['domain:example', 'has no dot: only full names can be reached'],
  ['docs.example.com', 'does not begin with domain:'],
  ['a.domain:docs.example.com', 'does not begin with domain:'],
])('%s is about %j', (pattern, host) => {
  expect(domainOf(pattern)).toEqual(host);
});
