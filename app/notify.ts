import { gate, isWithheld } from '../core/redact/gate.ts';
import { inflate } from '../edge/codec/inflate.ts';
import { sendNotification, type NotifyTarget } from '../edge/notify/send.ts';
import { isTerminal, type Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';

/** What ended longer ago is no news. */
const NEWS_MS = 86_400_000;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** With doubling pauses: about a day. */
const MOST_TRIES = 30;

/**
 * Tells the operator's own address of the jobs that have ended, each once; what is not taken is tried again, later and
 * later. The store knows what is still to be told, so no end is missed by a crash.
 */
export async function notifyEnds(desk: Desk, target: NotifyTarget): Promise<void> {
  const { notifications, jobs } = desk.store;
  for (const jobId of await notifications.due(desk.now() - NEWS_MS)) {
    const job = await jobs.byId(jobId);
    if (!job || !isTerminal(job.state)) continue;
    // A try that dies half-way is tried again after the first pause.
    const tries = await notifications.claim(jobId, desk.now() + FIRST_PAUSE_MS);
    if (tries === null || tries > MOST_TRIES) continue;
    const why = await tell(desk, target, job);
    if (why === null) {
      await notifications.sent(jobId);
      continue;
    }
    desk.log(`the notification of job ${jobId} was not taken (try ${tries}): ${why}`);
    await notifications.postpone(jobId, desk.now() + pauseAfter(tries));
  }
}

function pauseAfter(tries: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
}

function tell(desk: Desk, target: NotifyTarget, job: Job): Promise<string | null> {
  const body = gate(JSON.stringify(notificationOf(job)), 'artifact', desk.known, { inflate });
  if (isWithheld(body)) return Promise.resolve(`it was withheld (${body.kinds.join(', ')})`);
  return sendNotification(target, { id: job.jobId, at: desk.now(), body });
}

/** What is told: facts of the job, and no word of a model or a stranger. */
function notificationOf(job: Job) {
  return {
    version: 1,
    job_id: job.jobId,
    repository: job.repository,
    issue_number: job.issueNumber,
    agent: job.agent,
    actor: job.actor,
    state: job.state,
    cause: job.cause,
    run_url: job.runUrl,
    retry_of: job.retryOf,
    created_at: new Date(job.createdAt).toISOString(),
    ended_at: new Date(job.updatedAt).toISOString(),
  };
}
