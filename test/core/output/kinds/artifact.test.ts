import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { handInto, holds, refusedFor } from './kind-laws.ts';

const file = (name: string, path = 'out/report.md') => ({ name, path });

test('files are taken by name and place', () => {
  const files = [file('report.md'), file('data.json')];
  expect(handInto('artifact', { files })).toEqual({ kind: 'accepted', item: { kind: 'artifact', files } });
});

test.each([
  ['files', { files: [file('a.md'), file('b.md')] }, { files: 1 }, {}, /2 files are more than the 1/],
  [
    'types',
    { files: [file('a.png')] },
    {},
    { types: ['png'] },
    /file 1 has a name that does not end in \.md/,
  ],
])('the limit %s refuses, and it is what refuses', (_, input, limits, without, words) => {
  expect(refusedFor('artifact', input, limits)).toMatch(words);
  expect(handInto('artifact', input, without).kind).toBe('accepted');
});

test.each([
  ['file_kb', [1001, 1], { file_kb: 2, max_kb: 5 }, /a\.md takes 3 kB and may take 2 kB/],
  ['max_kb', [1001, 1], { file_kb: 9, max_kb: 2 }, /the files take 4 kB together and may take 2 kB/],
])('the limit %s is told while the agent can mend it', (_, [large = 0], limits, words) => {
  const fileAt = (path: string) => ({ bytes: path === 'a' ? 2 * large : large });
  const files = [file('a.md', 'a'), file('b.md', 'b')];
  expect(refusedFor('artifact', { files }, limits, { diff: null, fileAt })).toMatch(words);
  expect(handInto('artifact', { files }, {}, { diff: null, fileAt }).kind).toBe('accepted');
});

test('what is wrong with a file is told with its number; what nobody can see now is left for later', () => {
  const fileAt = (path: string) => (path === 'a' ? { problem: 'is a symbolic link' } : null);
  const files = [file('b.md', 'b'), file('a.md', 'a')];
  expect(refusedFor('artifact', { files }, {}, { diff: null, fileAt })).toMatch(/file 2 is a symbolic link/);
});

test.each(['a.html', 'a.svg', 'a.xml', 'a.pdf', 'a.js', 'a.md.exe', 'a', 'md', 'a.png'])(
  '%s is no file that is kept',
  (name) => {
    expect(refusedFor('artifact', { files: [file(name)] })).toMatch(/does not end in/);
  },
);

test.each([
  ['con.txt', /device/],
  ['CLAUDE.md', /protected/],
  ['agents.md', /protected/],
])('%s means something else somewhere', (name, words) => {
  expect(refusedFor('artifact', { files: [file(name)] })).toMatch(words);
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
    expect(refusedFor('artifact', { files: [file('a.md', path)] })).toContain('files.0.path');
  },
);

test('whatever is handed in, what is taken keeps to the limits', () => {
  const one = fc.record(
    {
      name: fc.constantFrom('a.md', 'A.md', 'b.png', 'c.html', '.c.md'),
      path: fc.constantFrom('a', 'b/c', '../d'),
    },
    { noNullPrototype: true },
  );
  const types = fc.uniqueArray(fc.constantFrom('md', 'png'), { minLength: 1 });
  holds<{ files: number; types: readonly string[] }>(
    'artifact',
    fc.record({ files: fc.array(one, { minLength: 1, maxLength: 3 }) }, { noNullPrototype: true }),
    fc.record({ files: fc.integer({ min: 1, max: 3 }), types }, { requiredKeys: [], noNullPrototype: true }),
    (item, all) =>
      item.kind === 'artifact' &&
      item.files.length <= all.files &&
      item.files.every(
        ({ name, path }) => all.types.some((type) => name.endsWith(`.${type}`)) && !path.includes('..'),
      ) &&
      new Set(item.files.map(({ name }) => name.toLowerCase())).size === item.files.length,
  );
});
