import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { handInto, holds, refusedFor } from './kind-laws.ts';

const annotation = (start_line: number, end_line = start_line) => ({
  path: 'a.ts',
  start_line,
  end_line,
  level: 'warning',
  message: 'Look.',
});
const check = (annotations: object[] = [], conclusion = 'neutral') => ({
  conclusion,
  title: 'Two things',
  summary: 'Both small.',
  annotations,
});

test('a check is taken, with annotations or without', () => {
  expect(handInto('check', check([annotation(1, 2)]))).toEqual({
    kind: 'accepted',
    item: { kind: 'check', ...check([annotation(1, 2)]) },
  });
  const { annotations: _none, ...bare } = check();
  expect(handInto('check', bare)).toMatchObject({ kind: 'accepted', item: { annotations: [] } });
});

test.each([
  [
    'annotations',
    check([annotation(1), annotation(2)]),
    { annotations: 1 },
    {},
    /has 2 annotations and may have 1/,
  ],
  [
    'conclusions',
    check([], 'action_required'),
    {},
    { conclusions: ['action_required'] },
    /Use success or neutral or failure/,
  ],
])('its limit %s refuses, and it is what refuses', (_, input, limits, without, words) => {
  expect(refusedFor('check', input, limits)).toMatch(words);
  expect(handInto('check', input, without).kind).toBe('accepted');
});

test('an annotation that ends before it starts is named by number', () => {
  expect(refusedFor('check', check([annotation(1), annotation(5, 4)]))).toMatch(
    /annotation 2 ends at line 4, before its start_line 5/,
  );
});

test.each([
  [{ ...check(), name: 'build' }, /field that it does not take/],
  [{ ...check(), title: 'a\nb' }, /title is empty, or holds/],
  [check([{ ...annotation(1), raw_details: 'x' }]), /annotations\.0 has a field/],
  [check([], 'cancelled'), /conclusion is none of/],
])('%j is no check', (input, words) => {
  expect(refusedFor('check', input)).toMatch(words);
});

test('whatever is handed in, what is taken keeps to the limits', () => {
  const line = fc.integer({ min: 1, max: 3 });
  const one = fc.tuple(line, line).map(([start, end]) => annotation(start, end));
  const conclusion = fc.constantFrom('success', 'neutral', 'failure', 'action_required');
  const input = fc.tuple(fc.array(one, { maxLength: 3 }), conclusion).map(([list, how]) => check(list, how));
  const limits = fc.record(
    { annotations: fc.nat(3), conclusions: fc.uniqueArray(conclusion, { minLength: 1 }) },
    { requiredKeys: [], noNullPrototype: true },
  );
  holds<{ annotations: number; conclusions: readonly string[] }>('check', input, limits, (item, all) => {
    if (item.kind !== 'check') return false;
    return (
      item.annotations.length <= all.annotations &&
      all.conclusions.includes(item.conclusion) &&
      item.annotations.every(({ start_line, end_line }) => start_line <= end_line)
    );
  });
});
