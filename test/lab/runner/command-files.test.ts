import { expect, test } from 'vitest';

import { parsePairs } from '../../../lab/runner/command-files.ts';

test.each<[string, string, [string, string][]]>([
  ['nothing', '', []],
  ['a line', 'a=1\n', [['a', '1']]],
  [
    'empty and several values',
    'a=\nb=x=y\n\nc=3',
    [
      ['a', ''],
      ['b', 'x=y'],
      ['c', '3'],
    ],
  ],
  ['a block', 'a<<EOF\none\ntwo\nEOF\n', [['a', 'one\ntwo']]],
  ['an empty block', 'a<<EOF\nEOF\n', [['a', '']]],
  [
    'a block that holds pairs',
    'a<<E\nb=1\nE\nc=2',
    [
      ['a', 'b=1'],
      ['c', '2'],
    ],
  ],
  ['a value that looks like a block', 'a=b<<c', [['a', 'b<<c']]],
])('reads %s', (_, text, pairs) => {
  expect(parsePairs(text)).toEqual(pairs);
});

test.each([
  ['text', 'nonsense'],
  ['a block without an end', 'a<<EOF\none\nEO'],
  ['a block without a delimiter', 'a<<\n'],
  ['a block without a name', '<<EOF\nEOF'],
  ['a value without a name', '=1'],
])('refuses %s', (_, text) => {
  expect(() => parsePairs(text)).toThrow('Invalid');
});
