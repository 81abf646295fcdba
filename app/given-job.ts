import type { EarlierJob } from '../core/authority/decide.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { isTerminal, type Job } from '../edge/store/job.ts';
import { earlierJob } from './earlier-job.ts';
import { otherThread } from './other-thread.ts';
import { jobHere } from './show-status.ts';
import type { Thread } from './thread.ts';
import type { Wish } from './wish.ts';

/** What the new job is: whoever goes on with a conversation is the same agent, set up as then, at the same commit. */
type NewOne = Pick<Job, 'agent' | 'headSha' | 'configBlob'>;

/**
 * The job whose result, or whose conversation, an agent is to be given, or why that cannot be; null where none is named.
 * Throws `Fault` when GitHub cannot be asked.
 */
export async function givenJob(
  thread: Thread,
  { fromJob, fromKind }: Pick<Wish, 'fromJob' | 'fromKind'>,
  asked: NewOne,
): Promise<EarlierJob | Refusal | null> {
  const named = fromJob === null || fromKind !== 'session' ? null : await jobHere(thread, fromJob);
  const refusal = named === null ? null : whyNotContinued(thread, named, asked);
  if (refusal !== null) return refusal;
  const earlier = await earlierJob(thread, fromJob);
  if (earlier === null || fromKind !== 'session') return earlier;
  if (isRefusal(earlier)) return earlier.code === 'nothing-to-give' ? gone(fromJob) : earlier;
  const { sessionSha256: sha256, sessionExpiresAt: expires_at } = named ?? {};
  return sha256 && expires_at ? { ...earlier, session: { sha256, expires_at } } : gone(fromJob);
}

/** Why the conversation of a job does not go on here; null when nothing speaks against it. */
function whyNotContinued({ desk, event }: Thread, job: Job, asked: NewOne): Refusal | null {
  const { jobId, state, cachedFrom, sessionSha256, sessionExpiresAt } = job;
  if (job.issueNumber !== event.hearing.issueNumber) return otherThread(job);
  if (cachedFrom !== null) return nothingKept(jobId, `it was given the answer of the job ${cachedFrom}`);
  // Whoever asks for its result is told to wait.
  if (!isTerminal(state)) return null;
  if (state !== 'done') return notDone(job);
  if (sessionSha256 === null || sessionExpiresAt === null) return nothingKept(jobId, 'its run kept none');
  if (desk.now() >= sessionExpiresAt * 1000) return expired(job, sessionExpiresAt);
  return differing(job, asked);
}

/** What an agent said and did rests on how it was set up, and on the files that it read. */
function differing(job: Job, asked: NewOne): Refusal | null {
  const short = (sha: string) => sha.slice(0, 12);
  if (job.agent !== asked.agent)
    return outdated(job, `it was with ${job.agent}, and not with ${asked.agent}`);
  if (job.configBlob !== asked.configBlob) return outdated(job, 'the configuration has changed since');
  if (job.headSha === asked.headSha) return null;
  return outdated(job, `it was about the commit ${short(job.headSha)}, and this is ${short(asked.headSha)}`);
}

function outdated({ jobId }: Job, why: string): Refusal {
  return refuse(
    'session-outdated',
    `The conversation of the job ${jobId} does not go on: ${why}.`,
    startAnew(jobId),
  );
}

function expired({ jobId }: Job, at: number): Refusal {
  return refuse(
    'session-expired',
    `The conversation of the job ${jobId} was kept until ${new Date(at * 1000).toISOString().slice(0, 16)}Z.`,
    startAnew(jobId),
  );
}

function notDone({ jobId, state }: Job): Refusal {
  return refuse(
    'nothing-to-continue',
    `The job ${jobId} did not end well (\`${state}\`), so its conversation does not go on.`,
    `Write \`/dispatch retry ${jobId}\` to run its task again.`,
  );
}

function nothingKept(jobId: string, why: string): Refusal {
  return refuse(
    'nothing-to-continue',
    `There is no conversation of the job ${jobId} to go on with: ${why}.`,
    `Conversations are kept of agents with \`session_hours\` whose workflow passes a \`session-key\`. ${startAnew(jobId)}`,
  );
}

function gone(jobId: string | null): Refusal {
  return nothingKept(jobId ?? '', 'GitHub does not keep the artifact of its run any more');
}

function startAnew(jobId: string): string {
  return `Start a new job; \`--from=${jobId}\` gives it the result of that one.`;
}
