import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { handInto, holds, refusedFor } from './kind-laws.ts';

const file = (name: string, more: object = {}) => ({
  name,
  path: 'out/report.md',
  media_type: 'text/markdown',
  ...more,
});

test('files are taken by name, place and media type', () => {
  const files = [file('report.md'), file('data.json', { media_type: 'application/json' })];
  expect(handInto('artifact', { files })).toEqual({ kind: 'accepted', item: { kind: 'artifact', files } });
});

test.each([
  ['files', { files: [file('a.md'), file('b.md')] }, { files: 1 }, {}, /2 files are more than the 1/],
  [
    'types',
    { files: [file('a.png', { media_type: 'image/png' })] },
    {},
    { types: ['image/png'] },
    /file 1 is image\/png/,
  ],
])('the limit %s refuses, and it is what refuses', (_, input, limits, without, words) => {
  expect(refusedFor('artifact', input, limits)).toMatch(words);
  expect(handInto('artifact', input, without).kind).toBe('accepted');
});

test('two names that are one name somewhere are told', () => {
  expect(refusedFor('artifact', { files: [file('a.md'), file('A.md')] })).toMatch(
    /file 2 has the name of file 1/,
  );
});

test.each(['../a', 'a/b', '.hidden', '-rf', 'a.', 'a b', '', 'x'.repeat(101), 'ä'])(
  '%j is no name of a file',
  (name) => {
    expect(refusedFor('artifact', { files: [file(name)] })).toContain('files.0.name');
  },
);

test.each(['/etc/passwd', 'a/../../b', '..', 'a//b', 'a/', 'a\\b', 'a\u0000', ''])(
  '%j is no path of the workspace',
  (path) => {
    expect(refusedFor('artifact', { files: [file('a.md', { path })] })).toContain('files.0.path');
  },
);

test('whatever is handed in, what is taken keeps to the limits', () => {
  const media = fc.constantFrom('text/plain', 'image/png', 'text/html');
  const one = fc.record(
    {
      name: fc.constantFrom('a', 'A', 'b', '.c'),
      path: fc.constantFrom('a', 'b/c', '../d'),
      media_type: media,
    },
    { noNullPrototype: true },
  );
  const types = fc.uniqueArray(fc.constantFrom('text/plain', 'image/png'), { minLength: 1 });
  holds<{ files: number; types: readonly string[] }>(
    'artifact',
    fc.record({ files: fc.array(one, { minLength: 1, maxLength: 3 }) }, { noNullPrototype: true }),
    fc.record({ files: fc.integer({ min: 1, max: 3 }), types }, { requiredKeys: [], noNullPrototype: true }),
    (item, all) =>
      item.kind === 'artifact' &&
      item.files.length <= all.files &&
      item.files.every(({ media_type, path }) => all.types.includes(media_type) && !path.includes('..')) &&
      new Set(item.files.map(({ name }) => name.toLowerCase())).size === item.files.length,
  );
});
