import { expect, test } from 'vitest';
import { unfold } from '../../../core/redact/kinds/guard-steps.ts';

test.each([
  ['glrtr?-[a-z]{20}', ['glrtr-[a-z]{20}', 'glrt-[a-z]{20}']],
  ['machine\\s{1,4}x', ['machine\\s\\s{0,3}x']],
  ['[a-z]{3}-', ['[a-z][a-z]{2,2}-']],
  ['a{0,2}b', ['aa{0,1}b', 'b']],
  ['a{1}b', ['ab']],
  ['abc', []],
  ['(?:ab)c{2}', []],
])('%s is written out once', (source, unfolded) => {
  expect(unfold(source)).toEqual(unfolded);
});

test('what is written out matches what the source does', () => {
  const texts = ['', '-', 'a-', 'aa-', 'aaa-', 'aaaa-', 'b-', 'ab-'];
  for (const source of ['a{1,3}b?-', 'a?b{0,2}-', 'a{2}-']) {
    const whole = (one: string) => (text: string) => new RegExp(`^(?:${one})$`).test(text);
    const either = unfold(source).map(whole);
    for (const text of texts)
      expect(
        either.some((is) => is(text)),
        `${source} ${text}`,
      ).toBe(whole(source)(text));
  }
});
