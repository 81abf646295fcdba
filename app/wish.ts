import { conversationTaint } from '../core/context/conversation.ts';
import { earlierTaint } from '../core/context/earlier.ts';
import type { Limits } from '../core/profile/limits.ts';
import type { Job } from '../edge/store/job.ts';
import { limitsOf } from './limits-of.ts';

/** What a command asks for besides its task: `limits` that are stricter, and the job whose result, or conversation, is given. */
export type Wish = { limits: Limits; fromJob: string | null; fromKind?: Job['fromKind'] };

/** What the command of a job asked for. */
export function wishOf(job: Job): Wish {
  return { limits: limitsOf(job), fromJob: job.fromJob, fromKind: job.fromKind };
}

/** What is given of an earlier job, where strangers' words are listed; null for nothing. */
export function taintOfWish({ fromJob, fromKind }: Wish): string | null {
  if (fromJob === null) return null;
  return fromKind === 'session' ? conversationTaint(fromJob) : earlierTaint(fromJob);
}
