import type { Turn } from '../../model/script.ts';
import { makeLayered } from '../make-repository.ts';
import { thought } from '../pace.ts';
import type { Example } from '../scene.ts';

/** A pull request with two faults, and a reviewer who comments at the lines that hold them. */
export const review: Example = {
  name: 'review',
  summary: 'a review of a pull request, with comments at lines of its diff',
  thread: {
    title: 'Statements in pages, and a way to restore a ledger',
    body: 'Long statements were slow to show. `restore` is for the new backup.',
  },
  comment: '/dispatch reviewer review what this pull request changes',
  notes: [],
  make: (root) =>
    makeLayered(root, {
      main: ['repository', 'before', 'review/main'],
      pull: { branch: 'statement-pages', layers: ['review/pull'], message: 'Show statements in pages' },
    }),
  model: (_, turnIndex) => TURNS[turnIndex] ?? { text: 'Done.' },
  brings: 'review',
};

const OFF_BY_ONE = [
  'Each page misses its last entry: the end of `slice` is exclusive, so with `size` 20 a page holds 19, and entry 20',
  'is on neither page 1 nor page 2.',
  '',
  '```suggestion',
  '  return entries.slice((page - 1) * size, page * size);',
  '```',
].join('\n');

const SWALLOWED = [
  'This swallows every error, not only lines of an older version: `transfer` throws for an unknown account or one',
  'that is too poor, the line is dropped, and `restore` still counts it. A restored ledger can lack transfers, and',
  'nobody hears of it. Let the error through, with the number of the line.',
].join('\n');

const SUMMARY = [
  '**Two faults lose data without a word.** The pages of `statement` each miss an entry, and `restore` drops what it',
  'cannot play.',
  '',
  'The new test covers one page of two entries, which meets neither. I read the change, `transfer` and the tests; I',
  'did not run them.',
].join('\n');

const TURNS: readonly Turn[] = [
  thought(
    {
      text: 'I read what the pull request changes.',
      calls: [
        { tool: 'Read', input: { file_path: 'src/statement.js' } },
        { tool: 'Read', input: { file_path: 'src/restore.js' } },
        { tool: 'Read', input: { file_path: 'test/statement.test.js' } },
      ],
    },
    2300,
    150,
  ),
  thought(
    {
      text: 'What does `transfer` do with an account that is not there?',
      calls: [
        { tool: 'Read', input: { file_path: 'src/transfer.js' } },
        { tool: 'Grep', input: { pattern: 'statement\\(|restore\\(', output_mode: 'content', '-n': true } },
      ],
    },
    3100,
    110,
  ),
  thought(
    {
      calls: [
        {
          tool: 'mcp__dispatch__review',
          input: {
            summary: SUMMARY,
            comments: [
              { path: 'src/statement.js', line: 4, body: OFF_BY_ONE },
              { path: 'src/restore.js', line: 10, body: SWALLOWED },
            ],
          },
        },
      ],
    },
    3900,
    430,
  ),
  thought(
    { text: 'Two faults lose data: an entry of each page, and what `restore` cannot play. See my review.' },
    4500,
    60,
  ),
];
