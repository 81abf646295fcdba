import { expect, test } from 'vitest';
import { describeInput, shownPath, tellingField } from '../../../core/policy/describe.ts';
import { stringField } from '../../../core/policy/field.ts';

test.each<[string, unknown, string]>([
  ['Bash', { command: 'git  log\n\t-1', timeout: 1 }, 'git log -1'],
  ['Read', { file_path: 'a.ts', limit: 1 }, 'a.ts'],
  ['Edit', { file_path: 'b.ts' }, 'b.ts'],
  ['Write', { file_path: 'c.ts' }, 'c.ts'],
  ['Grep', { pattern: 'x' }, 'x'],
  ['Glob', { pattern: '*' }, '*'],
  ['Read', { file_path: '' }, ''],
  ['Read', { other: 1 }, '{"other":1}'],
  ['WebSearch', { url: 'x' }, '{"url":"x"}'],
  ['constructor', {}, '{}'],
  ['Read', undefined, ''],
  ['Bash', { command: 'x'.repeat(200) }, 'x'.repeat(200)],
  ['Bash', { command: 'x'.repeat(201) }, `${'x'.repeat(200)} … (201 characters)`],
])('%s %j in one line', (tool, input, line) => {
  expect(describeInput({ tool, input })).toBe(line);
});

test('of a tool that is not known no field tells most', () => {
  expect([tellingField('Bash'), tellingField('WebSearch'), tellingField('toString')]).toEqual([
    'command',
    undefined,
    undefined,
  ]);
});

test.each<[unknown, string, string | undefined]>([
  [{ a: 'x' }, 'a', 'x'],
  [{ a: 1 }, 'a', undefined],
  [{}, 'toString', undefined],
  [null, 'a', undefined],
  [undefined, 'a', undefined],
  ['text', 'length', undefined],
  ['text', '0', undefined],
])('of %j the field %s is %j', (input, field, value) => {
  expect(stringField(input, field)).toBe(value);
});

test.each([
  ['src/a b.ts', 'src/a b.ts'],
  ['a\nb\u0007\u2028c\u2029\u0085', 'a�b��c��'],
  ['x'.repeat(120), 'x'.repeat(120)],
  ['x'.repeat(121), `${'x'.repeat(120)}…`],
])('the path %.20j is shown as %.20j', (path, shown) => {
  expect(shownPath(path)).toBe(shown);
});
