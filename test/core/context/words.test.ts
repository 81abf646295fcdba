import { expect, test } from 'vitest';
import { contextLines } from '../../../core/context/words.ts';

const comments = { given: 2, later: 1, edited: 3, beyond: 40 };
const authors = { owner: 1, member: 0, collaborator: 0, stranger: 2, bot: 0 };

test('each part has its line', () => {
  expect(
    contextLines({
      thread: { given: 12_345, cut: 6000, hidden: 3, comments, authors },
      diff: { given: 9, cut: 0, hidden: 0, files: 2 },
      missing: [{ part: 'diff', because: 'No.' }],
    }),
  ).toEqual([
    'context: thread: 12,345 characters, 6,000 left out, 3 hidden passages removed; ' +
      'comments 2 (left out: 1 written later, 3 edited later, 40 older); authors owner 1, stranger 2',
    'context: diff of 2 files: 9 characters',
    'context: no diff: No.',
  ]);
});

test('nothing that was asked for has none', () => {
  expect(contextLines(null)).toEqual([]);
  expect(contextLines(undefined)).toEqual([]);
});
