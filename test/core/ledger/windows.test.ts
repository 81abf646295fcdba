import { expect, test } from 'vitest';
import { periodsOf, resetOf, strictestCaps } from '../../../core/ledger/windows.ts';

test('a moment belongs to a day and a month in UTC', () => {
  expect(periodsOf(Date.parse('2026-12-31T23:59:59.999Z'))).toEqual({ day: '2026-12-31', month: '2026-12' });
  expect(periodsOf(Date.parse('2027-01-01T00:00:00+02:00'))).toEqual({ day: '2026-12-31', month: '2026-12' });
});

test('a window ends with its day or month', () => {
  const time = Date.parse('2026-12-31T23:59:59.999Z');
  expect(resetOf('user_per_day', time)).toBe('2027-01-01');
  expect(resetOf('repository_per_day', Date.parse('2028-02-28T12:00:00Z'))).toBe('2028-02-29');
  expect(resetOf('installation_per_month', Date.parse('2027-01-31T00:00:00Z'))).toBe('2027-02-01');
});

test('of several caps the strictest holds, each for itself', () => {
  const none = { user_per_day: null, repository_per_day: null, installation_per_month: null };
  expect(strictestCaps([])).toEqual(none);
  expect(
    strictestCaps([
      { user_per_day: 5, repository_per_day: 9 },
      { user_per_day: 7, repository_per_day: 8, installation_per_month: 100 },
      none,
    ]),
  ).toEqual({ user_per_day: 5, repository_per_day: 8, installation_per_month: 100 });
});
