import { atLeast } from '../core/authority/role.ts';
import { dollarsIn } from '../core/ledger/amount.ts';
import { dollars } from '../core/output/amounts.ts';
import { jobReply, statusReply, type JobLine } from '../core/output/status-reply.ts';
import { refuse, type Refusal } from '../core/refusal.ts';
import type { Job } from '../edge/store/job.ts';
import type { Reservation } from '../edge/store/ledger.ts';
import { answer, notForYou, reply, shrug, type Thread } from './thread.ts';

const MOST_SHOWN = 10;

/** `/dispatch status [job]`: what the store knows, told in one reply to whoever has the role write. */
export async function showStatus(thread: Thread, jobId: string | null): Promise<string> {
  const { repository, issueNumber } = thread.event.hearing;
  const { jobs } = thread.desk.store;
  if (!atLeast(thread.role, 'write')) return shrug(thread, notForYou());
  if (jobId === null) {
    const shown = await jobs.inThread(repository.id, issueNumber, MOST_SHOWN);
    return reply(thread, statusReply(shown.map(lineOf)), 'status');
  }
  const job = await jobHere(thread, jobId);
  if (job === null) return answer(thread, noSuchJob(jobId));
  const steps = (await jobs.history(jobId)).map(({ to, cause, at }) => ({ to, cause, at: isoOf(at) }));
  const money = moneyOf(await thread.desk.store.ledger.of(jobId));
  return reply(thread, jobReply(lineOf(job), steps, money), 'status');
}

function moneyOf(reservation: Reservation | null): string | null {
  if (reservation === null) return null;
  const { state, reserved, settled } = reservation;
  const [held, spent] = [reserved, settled].map((micro) => dollars(dollarsIn(micro)));
  if (state === 'held') return `${held} are reserved.`;
  return state === 'released'
    ? `${held} were reserved, and released unspent.`
    : `${spent} of the ${held} reserved.`;
}

/** A job of this repository; another repository's is as unknown as one that never was. */
export async function jobHere({ desk, event }: Thread, jobId: string): Promise<Job | null> {
  const job = await desk.store.jobs.byId(jobId);
  return job?.repositoryId === event.hearing.repository.id ? job : null;
}

/** Why a command about a job that is not here is not carried out. */
export function noSuchJob(jobId: string): Refusal {
  return refuse(
    'no-such-job',
    `There is no job ${jobId} in this repository.`,
    'Write `/dispatch status` for the jobs of this thread.',
  );
}

function lineOf({ jobId, agent, actor, state, cause, runUrl, cachedFrom, updatedAt }: Job): JobLine {
  return { jobId, agent, actor, state, cause, runUrl, cachedFrom, since: isoOf(updatedAt) };
}

/** To the second, in UTC. */
function isoOf(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
