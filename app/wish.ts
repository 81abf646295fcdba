import type { Proposal } from '../core/approval/proposal.ts';
import type { Limits } from '../core/profile/limits.ts';
import type { Job } from '../edge/store/job.ts';
import { limitsOf } from './limits-of.ts';

/**
 * What a command asks for besides its task: `limits` that are stricter, and the job whose result is given. `proposal`:
 * the plan that the agent keeps to; absent where it has none.
 */
export type Wish = { limits: Limits; fromJob: string | null; proposal?: Proposal | null };

/** What the command of a job asked for. */
export function wishOf(job: Job): Wish {
  return { limits: limitsOf(job), fromJob: job.fromJob };
}
