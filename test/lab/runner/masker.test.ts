import { expect, test } from 'vitest';

import { makeMasker } from '../../../lab/runner/masker.ts';

const SECRET = 'dummy"se<cret\'& 1!';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const forms: [string, string][] = [
  ['as it is', SECRET],
  ['base64', base64(SECRET)],
  ['base64 after one byte', base64(`x${SECRET}`)],
  ['base64 after two bytes', base64(`xy${SECRET}`)],
  ['JSON', JSON.stringify(SECRET).slice(1, -1)],
  ['an URL', 'dummy%22se%3Ccret%27%26%201%21'],
  ['XML', 'dummy&quot;se&lt;cret&apos;&amp; 1!'],
  ['an expression', SECRET.replace("'", "''")],
];

test.each(forms)('hides a secret %s', (_, form) => {
  const masker = makeMasker();
  expect(masker.mask(form)).toBe(form);
  masker.add(SECRET);
  expect(masker.mask(`<${form}>`)).toMatch(/^<.{0,4}\*\*\*>$/);
});

test.each([
  ['hex', Buffer.from(SECRET).toString('hex')],
  ['base64url of base64', base64(base64(SECRET))],
  ['a substring', SECRET.slice(0, 8)],
])('does not know %s, like the real one', (_, form) => {
  const masker = makeMasker();
  masker.add(SECRET);
  expect(masker.mask(form)).toBe(form);
});

test('hides each line of several, and joins what touches', () => {
  const masker = makeMasker();
  masker.add('dummy-one\r\ndummy-two\n\n');
  expect(masker.mask('a dummy-two b dummy-onedummy-two c')).toBe('a *** b *** c');
  expect(masker.mask('nothing here')).toBe('nothing here');
});
