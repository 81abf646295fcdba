import { misspelt, shown } from './misspelt.ts';
import type { Misspelt } from './parsed.ts';

/** Ids of jobs, as `randomId` makes them. */
const ID = /^[0-9a-f]{32}$/;

/**
 * Reads the one word behind a verb that names a job; null when there is none. What is no id never reaches the store:
 * it is rejected, not repaired.
 */
export function readJobId(verb: string, rest: string): string | null | Misspelt {
  const [word, ...more] = rest.split(/[ \t\u00a0]+/).filter(Boolean);
  if (word === undefined) return null;
  if (more.length === 0 && ID.test(word)) return word;
  const what = more.length > 0 ? `${more.length + 1} words stand` : `${shown(word)} stands`;
  return misspelt(
    'bad-job-id',
    `${what} where the id of a job belongs: 32 of the digits 0-9 and a-f.`,
    `Copy the id from \`/dispatch status\`, or write \`/dispatch ${verb}\` alone for this thread.`,
  );
}

/** Reads the value of `--from`: the id of one job. */
export function readFromJob(value: string): string | Misspelt {
  if (ID.test(value)) return value;
  return misspelt(
    'bad-job-id',
    `${value === '' ? 'Nothing stands' : `${shown(value)} stands`} behind \`--from=\`, where the id of a job belongs: 32 of the digits 0-9 and a-f.`,
    'Copy the id from `/dispatch status`: `--from=<job>`.',
  );
}
