import type { Observed } from '../observed.ts';

/** A line of the job's log that must not be there, such as one that the runner took for a command. */
export function log({ scenario, log: text }: Observed): string[] {
  return (scenario.oracles.log ?? [])
    .filter((pattern) => new RegExp(pattern, 'mu').test(text))
    .map((pattern) => `the log matches /${pattern}/`);
}
