import { z } from 'zod';

/** Hours that slide: what is counted, under the keys that a configuration uses. */
export const CAPS = ['user_per_hour', 'repository_per_hour', 'installation_per_hour'] as const;
export type Cap = (typeof CAPS)[number];

/** How many jobs may be accepted within any hour: of a person in an installation, in a repository, in an installation. */
export type Caps = Readonly<Record<Cap, number>>;

export const HOUR_MS = 3_600_000;

/** What holds where whoever runs the app says nothing. */
export const DEFAULT_CAPS: Caps = { user_per_hour: 20, repository_per_hour: 60, installation_per_hour: 300 };

const WrittenCap = z.int().min(1).max(100_000);

/** What a repository may limit. */
export const WrittenCaps = z.strictObject({
  user_per_hour: WrittenCap.describe(
    'The most jobs that one person may start within an hour, in all repositories of the installation together. ' +
      'Never more than whoever runs the app allows, which is 20 unless they say otherwise.',
  ).optional(),
  repository_per_hour: WrittenCap.describe(
    'The most jobs that may be started in this repository within an hour. Never more than whoever runs the app ' +
      'allows, which is 60 unless they say otherwise.',
  ).optional(),
});
export type WrittenCaps = z.infer<typeof WrittenCaps>;

/** What whoever runs the app says for all; it may also be more than the defaults. */
export const OperatorCaps = WrittenCaps.extend({ installation_per_hour: WrittenCap.optional() });
export type OperatorCaps = z.infer<typeof OperatorCaps>;

/** The caps that hold in a repository: the operator's, or stricter ones of its own. */
export function capsOf(operator: OperatorCaps = {}, repository: WrittenCaps = {}): Caps {
  const allowed = { ...DEFAULT_CAPS, ...operator };
  const stricter = (cap: 'user_per_hour' | 'repository_per_hour') =>
    Math.min(allowed[cap], repository[cap] ?? Infinity);
  return {
    user_per_hour: stricter('user_per_hour'),
    repository_per_hour: stricter('repository_per_hour'),
    installation_per_hour: allowed.installation_per_hour,
  };
}
