import type { Limits } from '../core/profile/limits.ts';
import type { Job } from '../edge/store/job.ts';

/** What the command of a job made stricter. */
export function limitsOf({ limits }: Job): Limits {
  return limits === null ? {} : (JSON.parse(limits) as Limits);
}
