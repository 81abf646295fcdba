import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { handInto, holds, refusedFor } from './kind-laws.ts';

const allow = ['bug', 'good first issue'];

test('labels of the list are taken, each once', () => {
  expect(handInto('labels', { add: ['bug', 'bug'] }, { allow })).toEqual({
    kind: 'accepted',
    item: { kind: 'labels', add: ['bug'] },
  });
});

test.each([
  [
    'allow',
    { add: ['security'] },
    { allow },
    { allow: ['security'] },
    /"security" is not one that may be set\. Use bug, good first issue, written exactly so/,
  ],
  ['allow in another spelling', { add: ['Bug'] }, { allow }, { allow: ['Bug'] }, /"Bug" is not one/],
  ['most', { add: allow }, { allow, most: 1 }, { allow }, /2 labels are more than the 1/],
])('the limit %s refuses, and it is what refuses', (_, input, limits, without, words) => {
  expect(refusedFor('labels', input, limits)).toMatch(words);
  expect(handInto('labels', input, without).kind).toBe('accepted');
});

test.each([{ add: [] }, { add: ['bug'], remove: ['bug'] }, { add: ['a\u0000b'] }, { add: 'bug' }])(
  '%j is none',
  (input) => {
    expect(refusedFor('labels', input, { allow })).toContain('The input does not fit');
  },
);

test('whatever is handed in, what is taken keeps to the limits', () => {
  const name = fc.constantFrom('bug', 'docs', 'security');
  holds<{ allow: readonly string[]; most: number }>(
    'labels',
    fc.record({ add: fc.array(name, { minLength: 1, maxLength: 5 }) }, { noNullPrototype: true }),
    fc.record(
      { allow: fc.uniqueArray(name, { minLength: 1 }), most: fc.integer({ min: 1, max: 3 }) },
      { requiredKeys: ['allow'], noNullPrototype: true },
    ),
    (item, all) =>
      item.kind === 'labels' &&
      item.add.length <= all.most &&
      item.add.every((one) => all.allow.includes(one)),
  );
});
