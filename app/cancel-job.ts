import { atLeast } from '../core/authority/role.ts';
import { statusComment } from '../core/output/status-comment.ts';
import { refuse, type Refusal } from '../core/refusal.ts';
import { editComment } from '../edge/github/write.ts';
import { isTerminal, type Job } from '../edge/store/job.ts';
import { knownStatusComment, markOf, viewOf } from './greet.ts';
import { jobHere, noSuchJob } from './show-status.ts';
import { stopJob } from './stop-job.ts';
import { inTurn } from './in-turn.ts';
import { forJob } from './job-words.ts';
import { answer, reactTo, shrug, type Thread } from './thread.ts';

const MOST_OPEN = 100;

/**
 * `/dispatch cancel [job]`: for whoever asked for the run, and for people with the role write. The run's own end ends
 * the job, so that what it had done until then is told.
 */
export async function cancelJob(thread: Thread, jobId: string | null): Promise<string> {
  const found =
    jobId === null ? await jobOfThread(thread) : ((await jobHere(thread, jobId)) ?? noSuchJob(jobId));
  if ('because' in found) return answer(thread, found);
  if (!mayCancel(thread, found)) return shrug(thread, notYours(found));
  // The jobs that its run asked for go on when it has ended, and end with it.
  const below = await thread.desk.store.jobs.openBelow([found.jobId]);
  const open = isTerminal(found.state) ? below : [...below, found];
  if (open.length === 0) return answer(thread, hasEnded(found));
  await reactTo(thread, 'eyes');
  const codes = await inTurn(open.map((job) => () => stop(thread, job)));
  return [...new Set(codes)].join(' ');
}

async function stop(thread: Thread, { jobId }: Job): Promise<string> {
  const { desk, event, request } = thread;
  const by = event.hearing.author.login;
  const stopped = await stopJob(desk, request, event.name, jobId, cancelledBy(by));
  if (stopped.became === 'over') return 'already-ended';
  if (stopped.became === 'ended') return stopped.code;
  const { job } = stopped;
  if (stopped.became === 'run-over') return answer(thread, hasEnded(job));
  const commentId = await knownStatusComment(desk, job);
  if (commentId !== null) {
    const words = statusComment(viewOf(desk, job), { kind: 'stopping', by });
    const text = await forJob(desk, job, words, markOf(desk, job));
    await editComment(request, event.name, commentId, text);
  }
  return 'cancelling';
}

function mayCancel({ role, event }: Thread, job: Job): boolean {
  const isTheirs = job.actor === event.hearing.author.login && atLeast(role, 'triage');
  return isTheirs || atLeast(role, 'write');
}

/** The one job of the thread that has not ended. */
async function jobOfThread({ desk, event }: Thread): Promise<Job | Refusal> {
  const { repository, issueNumber } = event.hearing;
  const jobs = await desk.store.jobs.inThread(repository.id, issueNumber, MOST_OPEN);
  const open = jobs.filter(({ state }) => !isTerminal(state));
  const [job, ...more] = open;
  if (job === undefined)
    return refuse('nothing-runs', 'No agent is at work in this thread.', 'There is nothing to cancel.');
  if (more.length === 0) return job;
  const named = open.map(({ jobId, agent }) => `${jobId} (${agent})`).join(', ');
  return refuse(
    'several-jobs',
    `${open.length} agents are at work in this thread: ${named}.`,
    'Name the one to stop: `/dispatch cancel <job>`.',
  );
}

function hasEnded({ jobId }: Job): Refusal {
  return refuse('already-ended', `The job ${jobId} has ended already.`, 'There is nothing to cancel.');
}

function notYours({ agent }: Job): Refusal {
  return refuse(
    'not-permitted',
    `Only who asked for ${agent}, or somebody with the role write, may cancel it.`,
    'Ask one of them.',
  );
}

function cancelledBy(login: string): Refusal {
  return refuse(
    'cancelled',
    `${login} cancelled it before a run was started.`,
    'Write the command again if you still want it.',
  );
}
