import { expect, test } from 'vitest';
import { parseToolRule } from '../../../core/policy/tool-rule.ts';

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
