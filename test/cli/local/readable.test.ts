import { expect, test } from 'vitest';
import { readable } from '../../../cli/local/readable.ts';

test.each([
  ['hidden markers', '<!-- job 1 -->\nDone', 'Done'],
  ['details', '<details>\n<summary>More</summary>\n\nx\n</details>', '▾ More\n\nx'],
  ['bold', 'It **was** done', 'It was done'],
  ['escapes', '\\$0.05 \\*no\\* 1\\. a\\_b', '$0.05 *no* 1. a_b'],
  ['a backslash in code, which is no escape', '`transfer\\(` and ``a`\\_``', '`transfer\\(` and ``a`\\_``'],
  ['empty lines', 'a\n\n\n\nb\n', 'a\n\nb'],
])('shows %s as a person reads it', (_, markdown, shown) => {
  expect(readable(markdown)).toBe(shown);
});

test('aligns the columns of a table and leaves its rule out', () => {
  const markdown = 'Agents\n\n| Agent | For |\n| - | :-: |\n| `a` | reading |\n| `longer` | x |\n\nEnd';
  expect(readable(markdown)).toBe('Agents\n\nAgent     For\n`a`       reading\n`longer`  x\n\nEnd');
});
