import { expect, test } from 'vitest';
import { kinds } from '../../../core/redact/kinds/table.ts';
import { unboundedIn } from '../../../lab/fuzz/secrets/bounds.ts';

test.each(kinds.map((kind) => [kind.name, kind] as const))('%s is bounded', (name, kind) => {
  expect(unboundedIn(name, kind.expression)).toEqual([]);
});

test.each([/a*/y, /a+/y, /a{3,}/y, /(?:a{0,3}b){0,9999}/y, /[a-z]{1,2001}/y, /a/, /(a)\1/y, /(?<=x*)a/y])(
  '%s is not',
  (expression) => {
    expect(unboundedIn('x', expression)).not.toEqual([]);
  },
);
