import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findGeneric } from '../../../core/redact/generic.ts';
import { gate, isWithheld, reveal, type Sink } from '../../../core/redact/gate.ts';
import { findShapes } from '../../../core/redact/kinds/shapes.ts';
import { kinds } from '../../../core/redact/kinds/table.ts';
import { exampleOf } from '../../../lab/fuzz/secrets/example.ts';
import { randomOf } from '../../../lab/fuzz/random.ts';
import { ROOT } from '../../cli/run-dispatch.ts';

const made = (description: string, place: number) => exampleOf(description, randomOf(3, place)).text;
const shown = (text: string, sink: Sink) => {
  const result = gate(text, sink, { secrets: {} });
  if (isWithheld(result)) throw new Error(result.because);
  return reveal(result);
};

test.each([
  'it is {base62:40} now',
  'it is {base64url:43} now',
  'password: {base62:16}',
  'MY_TOKEN={hex:32}',
  '"api-key": "{base62:24}"',
])('most values like %j are found', (description) => {
  const found = Array.from({ length: 100 }, (_, place) => findGeneric(made(description, place)).length > 0);
  expect(found.filter(Boolean).length).toBeGreaterThanOrEqual(80);
});

test('a value that is longer than a run is judged to its end', () => {
  const value = made('{base62:620}', 1);
  const found = findGeneric(`it is ${value} now`);
  expect(found.map(({ start, end }) => [start, end])).toEqual([
    [6, 506],
    [506, 626],
  ]);
});

test.each([
  'commit 0d1e2a3d4b5e6e7f8a9b0c1d2e3f4a5b6c7d8e9f',
  'sha512-R76UKbvsqI68DJJVTVyqFKqU98CN4+B+acxNfEA2IFarSzP0SjtKf/3+fFiXzTyv5Fj3PxLkGHe2wnVWWMxobQ==',
  'toolu_01A09q90qw90lq917835lq9 and msg_01XFDUDYJgAACzvnptvVoYEL and req_011CSHoEeqs5C35K2UUqR7Fy',
  '123e4567-e89b-12d3-a456-426614174000',
  'const aRatherLongNameOfSomething2 = anotherLongNameOfAFunction3(withArguments)',
  'password: string; token = getToken(); secret: process.env.SECRET_1',
  'src/components/ThingWithALongName2/index.test.tsx',
  'Type_0_is_not_an_array_type_or_a_String_type_2495',
  'node_id: MDEwOlJlcG9zaXRvcnkxMjk2MjY5, MDExOkVudmlyb25tZW50NTY3ODA0Mjg=, MDk6TWlsZXN0b25lMTAwMjYwNA==',
])('leaves %j', (text) => expect(findGeneric(text)).toEqual([]));

test('posted text loses a random value, a log does not, and a second pass changes nothing', () => {
  const text = `The value is ${made('{base62:40}', 1)} here.`;
  expect(shown(text, 'comment')).toMatch(/^The value is \\?\[redacted: random-value\\?\] here\.$/);
  expect(shown(shown(text, 'comment'), 'comment')).toBe(shown(text, 'comment'));
  expect(shown(text, 'log')).toBe(text);
});

test.each([
  '://ada@host.example',
  'see ://ada@host.example',
  '**ftp**://ada@host.example',
  '`a`://ada@host.example',
])('a mail address after %j is no password', (text) =>
  expect(shown(text, 'comment')).toContain('ada@host.example'),
);

test.each([
  'https://ada:Tr0ub4dor@host.example',
  '://ada:Tr0ub4dor@host.example',
  'ftp://:Tr0ub4dor@host.example',
])('the password of %s is one', (text) =>
  expect(shown(text, 'output')).toBe(
    text
      .replace('Tr0ub4dor', '[redacted: url-password]')
      .replace(/^(ftp.*)url-password/, '$1file-server-url'),
  ),
);

test('few false hits in code: at most 1 per MB by shape, 10 per MB by the generic rule', () => {
  const precise = new Set(kinds.filter((kind) => kind.confidence === 'precise').map((kind) => kind.name));
  const files = [
    'package-lock.json',
    ...globSync('node_modules/{zod,vitest,nock,probot}/**/*.{js,ts,json}', { cwd: ROOT }),
  ];
  let size = 0;
  let [byShape, generic] = [0, 0];
  for (const file of files.filter((file) => !/[./-]tests?[./]/.test(file))) {
    if (size > 4e6) break;
    const text = readFileSync(join(ROOT, file), 'utf8');
    size += text.length;
    byShape += findShapes(text).filter(({ kind }) => precise.has(kind)).length;
    generic += findGeneric(text).length;
  }
  expect(size).toBeGreaterThan(1e6);
  expect((byShape / size) * 1e6).toBeLessThanOrEqual(1);
  expect((generic / size) * 1e6).toBeLessThanOrEqual(10);
});
