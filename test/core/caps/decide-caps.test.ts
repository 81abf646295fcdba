import { expect, test } from 'vitest';
import { capsOf, DEFAULT_CAPS } from '../../../core/caps/caps.ts';
import { decideCaps, utc } from '../../../core/caps/decide-caps.ts';

const free = { user_per_hour: null, repository_per_hour: null, installation_per_hour: null };
const at = Date.parse('2026-11-21T10:00:00.250Z');

test('room under every cap is no refusal', () => {
  expect(decideCaps({ full: free, openJob: null }, DEFAULT_CAPS, 'reviewer')).toBeNull();
});

test.each([
  ['user_per_hour', 20],
  ['repository_per_hour', 60],
  ['installation_per_hour', 300],
] as const)('a refusal names the cap %s, its number %d and when the next is possible', (cap, most) => {
  const capped = decideCaps({ full: { ...free, [cap]: at }, openJob: null }, DEFAULT_CAPS, 'reviewer');
  expect(capped).toMatchObject({ code: `cap-${cap.replaceAll('_', '-')}`, until: at + 3_600_000 });
  expect(capped?.because).toContain(`\`${cap}\``);
  expect(capped?.because).toContain(`${most} jobs`);
  expect(capped?.remedy).toContain('2026-11-21 11:00:01 UTC');
});

test('a job that is open comes first, and is named with what ends it', () => {
  const openJob = 'a'.repeat(32);
  const capped = decideCaps({ full: { ...free, user_per_hour: at }, openJob }, DEFAULT_CAPS, 'reviewer');
  expect(capped).toMatchObject({ code: 'job-open', until: null });
  expect(capped?.because).toContain(openJob);
  expect(capped?.remedy).toContain(`/dispatch cancel ${openJob}`);
});

test('a time is never told too early', () => {
  expect(utc(Date.parse('2026-11-21T10:59:59.999Z'))).toBe('2026-11-21 11:00:00 UTC');
  expect(utc(Date.parse('2026-11-21T10:59:59Z'))).toBe('2026-11-21 10:59:59 UTC');
});

test('the operator may say more or less, a repository only less', () => {
  expect(capsOf()).toEqual(DEFAULT_CAPS);
  const operator = { user_per_hour: 50, installation_per_hour: 1000 };
  expect(capsOf(operator)).toEqual({ ...DEFAULT_CAPS, ...operator });
  expect(capsOf(operator, { user_per_hour: 5, repository_per_hour: 61 })).toEqual({
    user_per_hour: 5,
    repository_per_hour: 60,
    installation_per_hour: 1000,
  });
});
