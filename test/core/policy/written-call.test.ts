import { expect, test } from 'vitest';
import { toolInputs } from '../../../core/policy/tools.ts';
import { readWrittenCall } from '../../../core/policy/written-call.ts';

test.each<[string, string, unknown]>([
  ['Bash(git log --output=x)', 'Bash', { command: 'git log --output=x' }],
  ['Bash(echo $(date) (a))', 'Bash', { command: 'echo $(date) (a)' }],
  ['Bash({ echo a; })', 'Bash', { command: '{ echo a; }' }],
  ['Bash({"command":"id","run_in_background":true})', 'Bash', { command: 'id', run_in_background: true }],
  [' Read(a b.ts) ', 'Read', { file_path: 'a b.ts' }],
  ['Glob({a,b}/*)', 'Glob', { pattern: '{a,b}/*' }],
  ['Grep(a\nb)', 'Grep', { pattern: 'a\nb' }],
  ['mcp__a__b({"x":1})', 'mcp__a__b', { x: 1 }],
  ['WebSearch', 'WebSearch', {}],
  ['WebFetch(https://a.example/b)', 'WebFetch', { url: 'https://a.example/b', prompt: 'What does it say?' }],
  ['constructor', 'constructor', {}],
])('%s', (text, tool, input) => {
  expect(readWrittenCall(text)).toEqual({ tool, input, actor: 'main' });
});

test.each(['Edit', 'Write', 'Read', 'Grep', 'Glob', 'Bash'] as const)(
  'a call of %s is a whole one',
  (tool) => {
    const call = readWrittenCall(`${tool}(x)`);
    expect(toolInputs[tool].safeParse(Object(call).input).success).toBe(true);
  },
);

test.each(['', 'git log', 'Bash(', '(x)', 'Bash(x) y'])('%j is no call', (text) => {
  expect(readWrittenCall(text)).toContain('Tool(argument)');
});

test('what an unknown tool takes has to be written as an object', () => {
  expect(readWrittenCall('WebSearch(x)')).toContain('WebSearch({"field":"value"})');
  expect(readWrittenCall('constructor(x)')).toContain('not known');
});

test.each<[string, unknown]>([
  ['Edit(a)', { file_path: 'a', old_string: 'old', new_string: 'new' }],
  ['Write(a)', { file_path: 'a', content: 'text' }],
  ['Bash([1])', { command: '[1]' }],
  ['Bash(1)', { command: '1' }],
  ['Bash( {"command":"a"})', { command: 'a' }],
  ['Bash()', { command: '' }],
])('%s is the input %j', (text, input) => {
  expect(readWrittenCall(text)).toMatchObject({ input });
});

test('what is no call is told in a whole sentence', () => {
  expect(readWrittenCall('')).toBe('A call is written as Tool(argument), such as Bash(git log -1).');
});

test.each(['  Read(a)\n', '\tRead(a)  '])('%j is a call with space around it', (text) => {
  expect(readWrittenCall(text)).toMatchObject({ tool: 'Read', input: { file_path: 'a' } });
});
