import { expect, test } from 'vitest';
import { numbered } from '../../../edge/store/postgres/numbered.ts';

test.each([
  ['a = ? AND b = ?', 'a = $1 AND b = $2'],
  [`a = '?' AND b = ? AND c = 'it''s ?'`, `a = '?' AND b = $1 AND c = 'it''s ?'`],
  ['SELECT a AS "why?" WHERE b = ?', 'SELECT a AS "why?" WHERE b = $1'],
  ['AS $$ SELECT ? $$ WHERE b = ?', 'AS $$ SELECT ? $$ WHERE b = $1'],
  ['AS $of$ $$ ? $$ $of$ = ?', 'AS $of$ $$ ? $$ $of$ = $1'],
])('the values of %s are numbered outside quotes', (text, expected) => {
  expect(numbered(text)).toBe(expected);
});
