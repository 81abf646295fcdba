import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { handInto, holds, refusedFor } from './kind-laws.ts';

test('a title and a body are taken', () => {
  const input = { title: 'Fix the sum', body: 'It subtracted.' };
  expect(handInto('patch', input)).toEqual({ kind: 'accepted', item: { kind: 'patch', ...input } });
});

test.each([
  { title: 'Fix', body: 'x', base: 'release' },
  { title: 'Fix', body: 'x', branch: 'main' },
  { title: 'Fix', body: 'x', draft: false },
  { title: 'a\nSigned-off-by: x', body: 'x' },
  { title: 'x'.repeat(201), body: 'x' },
  { title: 'Fix', body: '' },
])('%j is none: what is ours to say has no field', (input) => {
  expect(refusedFor('patch', input)).toContain('The input does not fit');
});

test('whatever is handed in, what is taken has a title on one line', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('Fix it', 'a\nb'));
  holds(
    'patch',
    fc.record({ title: text, body: text }, { noNullPrototype: true }),
    fc.constant({}),
    (item) => {
      return item.kind === 'patch' && !/[\p{Cc}\u2028\u2029]/u.test(item.title) && item.title.trim() !== '';
    },
  );
});
