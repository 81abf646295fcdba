import { expect, test } from 'vitest';
import { page } from '../../../cli/local/page.ts';

test('blocks stand apart, lines of one job together', () => {
  let text = '';
  const show = page({ write: (more: string) => (text += more) });
  show('thread', 'a comment');
  show('job', 'one');
  show('job', 'two');
  show('thread', 'an answer');
  show('thread', 'another');
  expect(text).toBe('a comment\n\none\ntwo\n\nan answer\n\nanother\n');
});
