import {
  checkProgress,
  checkWords,
  type CheckConclusion,
  type CheckStatus,
} from '../core/output/check-words.ts';
import type { Progress } from '../core/output/progress-words.ts';
import { Fault } from '../core/fault.ts';
import { createCheckRun, updateCheckRun } from '../edge/github/check-run.ts';
import { findCheckRun } from '../edge/github/find-check-run.ts';
import { readRepository } from '../edge/github/read.ts';
import { nameOf, type RepositoryName, type Request } from '../edge/github/request.ts';
import { isTerminal, type Job, type JobState, type TerminalState } from '../edge/store/job.ts';
import { keyForJob } from '../edge/store/sent-for-job.ts';
import type { Desk } from './desk.ts';
import { once } from './once.ts';
import { forJob } from './job-words.ts';

/** The outbox's key of a job's check. */
export const keyOf = (job: Pick<Job, 'jobId'>) => keyForJob(job, 'check');

/** What `told` holds of a check that GitHub does not let us make. */
const REFUSED = 'refused';
/** For so long an end that cannot be told is tried again. */
const PATIENCE_MS = 3 * 86_400_000;

const CONCLUSIONS: Record<TerminalState, CheckConclusion> = {
  done: 'success',
  failed: 'failure',
  refused: 'failure',
  undeliverable: 'failure',
  cancelled: 'cancelled',
  timed_out: 'timed_out',
  expired: 'timed_out',
};

/**
 * Makes the check of a job's commit. A check is a courtesy: an App without the permission for it, and a GitHub that
 * fails, stop nothing.
 */
export async function openCheck(desk: Desk, request: Request, name: RepositoryName, job: Job): Promise<void> {
  const { outbox } = desk.store;
  if ((await outbox.of(keyOf(job)))?.told === REFUSED) return;
  await courteously(desk, job, async () => {
    await makeCheck(desk, request, name, job);
    if ((await outbox.of(keyOf(job)))?.told === null) await outbox.told(keyOf(job), 'queued');
  });
}

/** Lets the job's check, if it has one, say how far the job is. A courtesy, too: the next sweep tries again. */
export async function tellCheck(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  jobId: string,
): Promise<void> {
  // By its id no other repository's can be meant; to make one, the name has to be looked at first.
  const sent = await desk.store.outbox.of(keyOf({ jobId }));
  if (typeof sent?.githubId === 'number') await tell(desk, request, name, jobId);
}

async function tell(desk: Desk, request: Request, name: RepositoryName, jobId: string): Promise<void> {
  const { outbox, jobs } = desk.store;
  const job = await jobs.byId(jobId);
  const sent = job && (await outbox.of(keyOf(job)));
  if (!job || !sent || sent.told === REFUSED) return;
  const { status, conclusion } = standing(job.state);
  if (sent.told === status) return;
  await courteously(desk, job, async () => {
    const id = await makeCheck(desk, request, name, job);
    const said = await wordsOf(desk, job);
    await updateCheckRun(request, name, id, { ...said, status, conclusion, detailsUrl: job.runUrl });
    await outbox.told(keyOf(job), status);
  });
}

/** Lets the check of a job that is under way, if it has one, say how far it is. Throws `Fault`. */
export async function tellCheckProgress(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  progress: Progress,
): Promise<void> {
  const sent = await desk.store.outbox.of(keyOf(job));
  if (typeof sent?.githubId !== 'number' || sent.told === REFUSED || sent.told === 'completed') return;
  // A run is at a step before we hear that it began.
  const status = progress.stage === null ? standing(job.state).status : 'in_progress';
  const { title, summary } = checkProgress({ ...job, status }, progress);
  const said = { title: await forJob(desk, job, title), summary: await forJob(desk, job, summary) };
  const check = { ...said, status, conclusion: null, detailsUrl: job.runUrl };
  await updateCheckRun(request, name, sent.githubId, check, { passing: true });
}

/** Tells the end of a job's check that could not be told when it came; gives up after days. */
export async function catchUpCheck(jobId: string, desk: Desk): Promise<void> {
  const { outbox, jobs } = desk.store;
  const job = await jobs.byId(jobId);
  const sent = job && (await outbox.of(keyOf(job)));
  if (!job || !sent || !isTerminal(job.state) || sent.told === REFUSED || sent.told === 'completed') return;
  if (desk.now() - job.updatedAt > PATIENCE_MS) return outbox.told(keyOf(job), REFUSED);
  const request = await desk.github(job.installationId);
  const repository = await readRepository(request, nameOf(job.repository));
  if (repository.id !== job.repositoryId) return outbox.told(keyOf(job), REFUSED);
  await tell(desk, request, nameOf(repository.fullName), jobId);
}

/** The job's check, made if it is not there yet. Throws `Fault` when the job has none, or GitHub does not take it. */
export async function checkOf(desk: Desk, request: Request, name: RepositoryName, job: Job): Promise<number> {
  const sent = await desk.store.outbox.of(keyOf(job));
  if (sent !== null && sent.told !== REFUSED) return makeCheck(desk, request, name, job);
  throw new Fault(
    'github-refused',
    sent === null
      ? 'The job has no check: it is not about a pull request.'
      : 'GitHub lets the app make no check.',
    sent === null ? 'Dispatch the agent on a pull request.' : 'Give the app the permission checks: write.',
  );
}

/** Notes that the job's check says its end, so that nothing else is said there. */
export function checkIsTold({ store }: Desk, job: Job): Promise<void> {
  return store.outbox.told(keyOf(job), 'completed');
}

function makeCheck(desk: Desk, request: Request, name: RepositoryName, job: Job): Promise<number> {
  const { headSha, jobId: externalId } = job;
  const checkName = `agent-dispatch / ${job.agent}`;
  return once(desk, keyOf(job), {
    // Nobody's comment waits for a courtesy; the job's next news tries again.
    pauses: [0],
    search: () => findCheckRun(request, name, { headSha, checkName, appId: desk.appId, externalId }),
    create: async () =>
      createCheckRun(request, name, { ...(await wordsOf(desk, job)), name: checkName, headSha, externalId }),
  });
}

async function wordsOf(desk: Desk, job: Job) {
  const { title, summary } = checkWords({ ...job, ...standing(job.state) });
  return { title: await forJob(desk, job, title), summary: await forJob(desk, job, summary) };
}

function standing(state: JobState): { status: CheckStatus; conclusion: CheckConclusion | null } {
  if (isTerminal(state)) return { status: 'completed', conclusion: CONCLUSIONS[state] };
  const isUnderWay = state === 'running' || state === 'collecting' || state === 'publishing';
  return { status: isUnderWay ? 'in_progress' : 'queued', conclusion: null };
}

async function courteously(desk: Desk, job: Job, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    desk.log(`job ${job.jobId}: its check does not say how it stands: ${error.message}`);
    const { outbox } = desk.store;
    const isMade = typeof (await outbox.of(keyOf(job)))?.githubId === 'number';
    if (error.code === 'github-refused' && !isMade) await outbox.told(keyOf(job), REFUSED);
  }
}
