import { describe, expect, test } from 'vitest';
import { decideReservation, type Wish } from '../../../core/ledger/reserve.ts';
import { eachWindow, WINDOWS, type Windows } from '../../../core/ledger/windows.ts';

const $ = 1_000_000;
const now = Date.parse('2026-11-21T15:00:00Z');
const all = (value: number) => eachWindow(() => value);
const wish = (differing: Partial<Wish> = {}): Wish => ({
  wanted: $,
  caps: eachWindow(() => null),
  spent: all(0),
  reserved: all(0),
  now,
  ...differing,
});

describe('a reservation', () => {
  test('fits up to the cap, and not a micro-dollar beyond', () => {
    const at = (wanted: number) =>
      decideReservation(
        wish({ wanted, caps: { ...all(9 * $), user_per_day: 5 * $ }, spent: all(3 * $), reserved: all($) }),
      );
    expect(at($)).toBeNull();
    expect(at($ + 1)).toMatchObject({ code: 'over-user-per-day' });
  });

  test.each(WINDOWS)('is refused by the cap %s alone, with the numbers and when it starts anew', (window) => {
    const caps: Windows<number | null> = { ...eachWindow(() => null), [window]: 5 * $ };
    const refusal = decideReservation(wish({ caps, spent: all(4.2 * $), reserved: all(0.5 * $) }));
    expect(refusal?.because).toMatch(/\$5\.00: \$4\.20 are spent, \$0\.50 are reserved .* may cost \$1\.00/);
    expect(refusal?.because).toContain(`\`${window}\``);
    const day = window === 'installation_per_month' ? '2026-12-01' : '2026-11-22';
    expect(refusal?.remedy).toContain(`until ${day} (UTC)`);
  });

  test('that can never fit is not told to wait', () => {
    const refusal = decideReservation(wish({ wanted: 6 * $, caps: all(5 * $) }));
    expect(refusal?.remedy).toMatch(/Lower the agent's `budget_usd`/);
  });

  test('without a cap always fits, as long as the sum is exact', () => {
    expect(decideReservation(wish({ spent: all(1e15) }))).toBeNull();
    expect(decideReservation(wish({ spent: all(Number.MAX_SAFE_INTEGER - $ + 1) }))).not.toBeNull();
  });

  test.each([0, -1, -0, 0.5, Number.NaN, Infinity, -Infinity, 2 ** 53, 2 ** 53 + 2])(
    'of %s is refused',
    (wanted) => {
      expect(decideReservation(wish({ wanted }))).toMatchObject({ code: 'budget-unreadable' });
    },
  );

  test.each([Number.NaN, -1, Infinity, -Infinity])('beside a sum of %s is refused', (sum) => {
    expect(decideReservation(wish({ spent: all(sum) }))).not.toBeNull();
    expect(decideReservation(wish({ reserved: all(sum) }))).not.toBeNull();
  });
});
