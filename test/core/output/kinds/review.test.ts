import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { servedKinds } from '../../../../core/output/kinds/table.ts';
import { facts, filled, handInto, holds, refusedFor } from './kind-laws.ts';

const comment = (line: number, more: object = {}) => ({ path: 'a.ts', line, body: 'Why?', ...more });
const review = (comments: object[] = [], more: object = {}) => ({
  summary: 'Looked at it.',
  comments,
  ...more,
});

describe('a review', () => {
  test('is taken with comments at lines of the diff', () => {
    const comments = [comment(2), comment(2, { side: 'LEFT' }), comment(3, { start_line: 1 })];
    expect(handInto('review', review(comments))).toEqual({
      kind: 'accepted',
      item: { kind: 'review', event: 'COMMENT', summary: 'Looked at it.', comments },
    });
  });

  test('needs no comments and no diff', () => {
    expect(handInto('review', { summary: 'Fine.' }, {}, { diff: null })).toMatchObject({ kind: 'accepted' });
  });

  test('with a bad line is taken without it, which is named by number with the lines that there are', () => {
    const became = handInto(
      'review',
      review([comment(2), comment(99), comment(1, { path: 'b.ts' }), comment(3)]),
    );
    expect(became).toMatchObject({
      kind: 'partly',
      item: {
        comments: [comment(2), comment(3)],
        left_out: [
          { path: 'a.ts', line: 99 },
          { path: 'b.ts', line: 1 },
        ],
      },
    });
    expect(became.kind === 'partly' && became.words).toMatch(
      /^2 of 4 comments cannot be placed: comment 2: a\.ts has no line 99 on the side RIGHT; the diff has RIGHT 1-3 and LEFT 2; comment 3: b\.ts is not a file of the diff\./,
    );
  });

  test.each([
    ['an unchanged line on the left', comment(1, { side: 'LEFT' }), /no line 1 on the side LEFT/],
    [
      'a range that ends above its start',
      comment(1, { start_line: 3 }),
      /3 \(RIGHT\) to 1 \(RIGHT\) is no range/,
    ],
    ['a range from elsewhere', comment(3, { start_line: 50 }), /no range/],
    ['a start_side alone', comment(3, { start_side: 'LEFT' }), /start_side has no start_line/],
    [
      'a suggestion for a deleted line',
      comment(2, { side: 'LEFT', body: '```suggestion\nx\n```' }),
      /deleted lines/,
    ],
  ])('does not place %s', (_, bad, words) => {
    const became = handInto('review', review([bad]));
    expect(became.kind === 'partly' && became.words).toMatch(words);
  });

  test('without a diff has no comments at lines, and says so', () => {
    const became = handInto('review', review([comment(2)]), {}, { diff: null });
    expect(became.kind === 'partly' && became.words).toContain(
      'there is no diff here; say it in the summary',
    );
  });
});

describe('the limits of a review', () => {
  const many = review(Array.from({ length: 3 }, () => comment(2)));
  test.each([
    [
      'comments',
      many,
      { comments: 2 },
      { comments: 3 },
      /has 3 comments and may have 2\. Nothing of it was taken/,
    ],
    [
      'approve',
      review([], { event: 'APPROVE' }),
      {},
      { approve: true },
      /APPROVE is not allowed.*Use COMMENT\./,
    ],
    [
      'request_changes',
      review([], { event: 'REQUEST_CHANGES' }),
      {},
      { request_changes: true },
      /not allowed/,
    ],
    [
      'suggestions',
      review([comment(2, { body: 'So:\n> ~~~~ Suggestion\n> x' })]),
      { suggestions: false },
      {},
      /Comment 1 holds/,
    ],
  ])('%s refuses, and it is what refuses', (_, input, limits, without, words) => {
    expect(refusedFor('review', input, limits)).toMatch(words);
    expect(handInto('review', input, without).kind).toBe('accepted');
  });

  test('hold in a result, too: of what was left out as well', () => {
    const limits = filled('review', { comments: 2 });
    const became = handInto('review', review([comment(2), comment(3), comment(99)]));
    const item = became.kind === 'partly' ? became.item : null;
    expect(servedKinds.review.recheck(item, limits, facts)).toContain('more comments than it may have');
    expect(servedKinds.review.recheck(item, filled('review'), facts)).toBeNull();
  });

  test('a forged line, event or field is found where a result is checked', () => {
    const item = { kind: 'review', event: 'COMMENT', summary: 'x', comments: [comment(2)] };
    const recheck = (more: object) =>
      servedKinds.review.recheck({ ...item, ...more }, filled('review'), facts);
    expect(recheck({})).toBeNull();
    expect(recheck({ comments: [comment(99)] })).toContain('no line 99');
    expect(recheck({ event: 'APPROVE' })).toContain('APPROVE is not allowed');
    expect(recheck({ body: 'x' })).toBe('it is not in the agreed form');
  });
});

test.each([
  [{}, /summary is missing or no string/],
  [{ summary: ' ' }, /summary is empty/],
  [{ summary: 'x', verdict: 'y' }, /the top has a field that it does not take/],
  [review([comment(0)]), /comments\.0\.line is less than 1/],
  [review([comment(1, { path: '../a' })]), /comments\.0\.path/],
  [review([comment(1, { side: 'BOTH' })]), /comments\.0\.side is none of LEFT, RIGHT/],
  [review([comment(1, { body: 'x'.repeat(8001) })]), /comments\.0\.body is more than 8000/],
  [review([comment(1, { body: '\ud800' })]), /comments\.0\.body is not Unicode/],
])('%j is no review', (input, words) => {
  expect(refusedFor('review', input)).toMatch(words);
  expect(servedKinds.review.misfit(input)).toMatch(words);
});

test('whatever is handed in, what is taken keeps to the limits and stands in the diff', () => {
  const side = fc.constantFrom('LEFT', 'RIGHT');
  const line = fc.integer({ min: 0, max: 5 });
  const one = fc.record(
    {
      path: fc.constantFrom('a.ts', 'a.ts', 'b.ts'),
      line,
      side,
      start_line: line,
      start_side: side,
      body: fc.constantFrom('Why?', '```suggestion\nx\n```'),
    },
    { requiredKeys: ['path', 'line', 'body'], noNullPrototype: true },
  );
  const event = fc.constantFrom('COMMENT', 'APPROVE', 'REQUEST_CHANGES');
  const input = fc.record(
    { summary: fc.constant('x'), event, comments: fc.array(one, { maxLength: 5 }) },
    { requiredKeys: ['summary'], noNullPrototype: true },
  );
  const limits = fc.record(
    { comments: fc.nat(5), approve: fc.boolean(), request_changes: fc.boolean(), suggestions: fc.boolean() },
    { requiredKeys: [], noNullPrototype: true },
  );
  type All = { comments: number; approve: boolean; request_changes: boolean; suggestions: boolean };
  holds<All>('review', input, limits, (item, all) => {
    if (item.kind !== 'review') return false;
    const { comments, event: said } = item;
    return (
      comments.length <= all.comments &&
      (said !== 'APPROVE' || all.approve) &&
      (said !== 'REQUEST_CHANGES' || all.request_changes) &&
      comments.every(({ body }) => all.suggestions || !body.includes('suggestion')) &&
      comments.every(({ line: at, side: on = 'RIGHT' }) => (on === 'LEFT' ? at === 2 : at >= 1 && at <= 3))
    );
  });
});
