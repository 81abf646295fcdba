import { assertNever } from '../fault.ts';
import type { RefusalCode } from '../failure/codes.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { CAPS, HOUR_MS, type Cap, type Caps } from './caps.ts';

/** What is known of the jobs before this one. */
export type Standing = {
  /** For each cap, when the oldest of so many jobs as it allows was accepted; null when there are fewer within the hour. */
  full: Readonly<Record<Cap, number | null>>;
  /** A job of the same agent in the same thread that has not ended. */
  openJob: string | null;
};

/** Why a job is not accepted, and when to come back: milliseconds since 1970, null where it is not a matter of time. */
export type Capped = Refusal & { readonly until: number | null };

/** Null when one more job may be accepted, else the first cap in its way. */
export function decideCaps({ full, openJob }: Standing, caps: Caps, agent: string): Capped | null {
  if (openJob !== null) return alreadyOpen(openJob, agent);
  for (const cap of CAPS) {
    const since = full[cap];
    if (since !== null) return reached(cap, caps[cap], since + HOUR_MS);
  }
  return null;
}

function alreadyOpen(jobId: string, agent: string): Capped {
  const refusal = refuse(
    'job-open',
    `\`${agent}\` already has a job in this thread that has not ended, ${jobId}, and one at a time is the cap.`,
    `Wait for its end, or write \`/dispatch cancel ${jobId}\`; then write the command again.`,
  );
  return { ...refusal, until: null };
}

const CODES: Readonly<Record<Cap, RefusalCode>> = {
  user_per_hour: 'cap-user-per-hour',
  repository_per_hour: 'cap-repository-per-hour',
  installation_per_hour: 'cap-installation-per-hour',
};

function reached(cap: Cap, most: number, until: number): Capped {
  const refusal = refuse(
    CODES[cap],
    `The cap \`${cap}\` is reached: ${named(cap)} may start ${most} ${most === 1 ? 'job' : 'jobs'} within an hour.`,
    `The next is possible at ${utc(until)}; write the command again then.`,
  );
  return { ...refusal, until };
}

function named(cap: Cap): string {
  switch (cap) {
    case 'user_per_hour':
      return 'one person';
    case 'repository_per_hour':
      return 'all people together in this repository';
    case 'installation_per_hour':
      return 'all repositories of this installation together';
    default:
      return assertNever(cap);
  }
}

/** Rounded up to the second, so that the time told is never too early. */
export function utc(time: number): string {
  const text = new Date(Math.ceil(time / 1000) * 1000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`;
}
