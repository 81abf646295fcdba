import type { Role } from '../authority/role.ts';
import { refuse, type Refusal } from '../refusal.ts';

const AGAIN = 'Write the command for the agent again; its plan will be posted anew.';

/** Why a comment approves or denies nothing, each with what to do. */
export function notPermitted(login: string, role: Role | null, needed: Role): Refusal {
  return refuse(
    'not-permitted',
    `${login} has ${role === null ? 'no role' : `the role ${role}`} here, and to decide on this job takes ${needed}.`,
    `Ask somebody with the role ${needed}.`,
  );
}

export function elsewhere(issueNumber: number): Refusal {
  return refuse('other-thread', `The job belongs to #${issueNumber}.`, 'Write the command there.');
}

export function ownJob(login: string): Refusal {
  return refuse(
    'own-job',
    `${login} asked for this job, and who asks does not approve.`,
    'Ask another person with the role write; `/dispatch cancel` takes the job back.',
  );
}

export function notAsWritten(comment: 'edited' | 'gone'): Refusal {
  return refuse(
    'comment-changed',
    `The comment with the approval was ${comment === 'edited' ? 'edited' : 'deleted'}.`,
    'Write the command in a new comment.',
  );
}

export function notAwaiting(jobId: string): Refusal {
  return refuse(
    'not-awaiting',
    `The job ${jobId} waits for nobody: it was decided on, or never had to be.`,
    `Write \`/dispatch status ${jobId}\` for what became of it.`,
  );
}

export function expired(agent: string): Refusal {
  return refuse('approval-expired', `Nobody approved ${agent} in time.`, AGAIN);
}

export function otherDigest(jobId: string): Refusal {
  return refuse(
    'other-digest',
    `What was named is not the digest of the plan that was posted for the job ${jobId}.`,
    "Read the plan in the job's comment and copy the command from there.",
  );
}

export function noSuchPart(part: number, parts: number): Refusal {
  return refuse(
    'no-such-part',
    `The plan has no part ${part} to leave out.`,
    parts === 0 ? 'Leave `--without` out.' : `Its parts have the numbers 1 to ${parts}.`,
  );
}

export function commandChanged(command: 'edited' | 'gone'): Refusal {
  return refuse(
    'command-changed',
    `The comment that asked for the job was ${command === 'edited' ? 'edited' : 'deleted'} since its plan was posted, so the plan is void.`,
    AGAIN,
  );
}

export function configChanged(): Refusal {
  return refuse(
    'config-changed',
    'The configuration has changed since the plan was posted, so the plan is void.',
    AGAIN,
  );
}

export function headMoved(): Refusal {
  return refuse(
    'head-moved',
    'The pull request has other commits than when the plan was posted, so the plan is void.',
    `Look at them. ${AGAIN}`,
  );
}

export function planChanged(agent: string): Refusal {
  return refuse(
    'plan-changed',
    `What ${agent} may do here is not what was posted any more, so the plan is void.`,
    AGAIN,
  );
}

export function denied(login: string, reason: string | null): Refusal {
  return refuse(
    'denied',
    `${login} denied it${reason === null ? '.' : `: ${reason}`}`,
    'Talk to them; then write the command for the agent again if it is still wanted.',
  );
}
