import { PROGRESS_EVERY_MS } from '../core/pacing/next-telling.ts';
import { readResult, type Result } from '../core/output/result.ts';
import { statusComment } from '../core/output/status-comment.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import type { SessionFacts } from '../core/session/session-facts.ts';
import type { RunFacts } from '../edge/github/read.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { readRunArtifact } from '../edge/github/run-artifact.ts';
import { editComment } from '../edge/github/write.ts';
import { sha256 } from '../edge/keys/digest.ts';
import { isTerminal, type Job } from '../edge/store/job.ts';
import { tellCheck } from './check.ts';
import { checkChange, type FoundChange } from './check-change.ts';
import type { CheckedFiles } from '../core/output/keep/recheck-files.ts';
import { checkFiles } from './check-files.ts';
import { checkOutputs } from './check-outputs.ts';
import { checkSession } from './check-session.ts';
import type { Desk } from './desk.ts';
import { endJob } from './end-job.ts';
import { followUp } from './follow-up.ts';
import { knownStatusComment, markOf, viewOf } from './greet.ts';
import { judgeRun } from './judge-run.ts';
import { forJob } from './job-words.ts';
import { lookAgain } from './second-look.ts';
import { planReader, proposalOf } from './plan-of-job.ts';
import { startChildren } from './start-children.ts';
import { stopStray } from './stray-run.ts';
import { endSuperseded } from './successor.ts';

/** A workflow run's news, as we work with it. */
export type RunEvent = {
  installationId: number;
  action: string;
  run: RunFacts;
  /** When GitHub made the run (milliseconds since 1970), and whether an app asked for it. */
  made: { at: number; byBot: boolean };
  /** Where the repository is now; its id is in `run`. */
  name: RepositoryName;
};

/**
 * The story of one workflow run's news. Only runs that we started count, and they are known by the id
 * that GitHub gave us then. Returns a code for the inbox; throws `Fault` when GitHub cannot be reached.
 */
export async function onRun(event: RunEvent, desk: Desk): Promise<string> {
  const { run } = event;
  if (run.path !== `.github/workflows/${desk.workflow}` || run.event !== 'workflow_dispatch')
    return 'not-ours';
  const known = await desk.store.jobs.byRun(run.repositoryId, run.id);
  if (!known) return stopStray(event, desk);
  if (run.attempt !== 1) return 'rerun';
  if (isTerminal(known.state)) return 'already-ended';
  const job = (await desk.store.jobs.take(known.jobId)) ?? known;
  const request = await desk.github(event.installationId);
  if (event.action === 'completed') return conclude(desk, request, event.name, job, run);
  return begin(desk, request, event.name, job);
}

async function begin(desk: Desk, request: Request, name: RepositoryName, job: Job): Promise<string> {
  if (!(await desk.store.jobs.move(job, ['dispatched'], 'running'))) return 'already-running';
  const commentId = await knownStatusComment(desk, job);
  // Whoever took the job meanwhile may have told its end.
  if (commentId !== null && (await desk.store.jobs.isHeld(job))) {
    const words = statusComment(viewOf(desk, job), { kind: 'running' });
    await editComment(request, name, commentId, await forJob(desk, job, words, markOf(desk, job)), {
      progress: true,
    });
    await desk.store.progress.told(job.jobId, desk.now() + PROGRESS_EVERY_MS);
  }
  await tellCheck(desk, request, name, job.jobId);
  return 'running';
}

/**
 * Ends the job of a run that has ended. A result that GitHub does not give us is a `Fault` until
 * `unread` says otherwise: a limit or a hiccup passes, and a result costs money to make again.
 */
export async function conclude(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  run: RunFacts,
  unread: (error: unknown) => Refusal = rethrow,
): Promise<string> {
  await desk.store.jobs.move(job, ['dispatched', 'running', 'publishing'], 'collecting');
  const found = await findResult(desk, request, name, job, run.id).catch(unread);
  const result = isRefusal(found) ? found : found.result;
  const looked = await lookAgain(request, name, job, judgeRun(run.conclusion, result));
  const ending = await endSuperseded(desk, job, looked);
  await followUp(desk, request, name, job, ending);
  if (isRefusal(found)) return endJob(desk, request, name, job, ending);
  const { change, files, session, digest: resultSha256 } = found;
  const code = await endJob(desk, request, name, job, { ...ending, change, files, session, resultSha256 });
  await startChildren(desk, request, name, job.jobId);
  return code;
}

/** `digest`: SHA-256 of the result as it lay in the artifact. */
type Found = {
  result: Result;
  change: FoundChange;
  files: CheckedFiles;
  session: SessionFacts | null;
  digest: string;
};

/** The run's result and what else it made, read as something that the agent itself may have written. */
async function findResult(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  runId: number,
): Promise<Found | Refusal> {
  const left = await readRunArtifact(request, name, runId);
  if (isRefusal(left)) return left;
  const result = readResult(left.resultText);
  if (isRefusal(result)) return result;
  if (result.job_id !== job.jobId || result.agent !== job.agent) return foreign();
  const digest = sha256(left.resultText);
  const planOf = planReader(request, name, job, () => proposalOf(desk, job));
  const taken = await checkOutputs(desk, request, name, job, planOf, result);
  if (isRefusal(taken)) return taken;
  const { result: checked, session } = await checkSession(
    desk,
    job,
    planOf,
    taken,
    left.texts['session.enc'],
  );
  const files = await checkFiles(planOf, checked, left.kept);
  if (isRefusal(files)) return files;
  if (checked.change === undefined && !checked.outputs?.some(({ kind }) => kind === 'patch'))
    return { result: checked, change: null, session, digest, ...files };
  const found = await checkChange(request, name, job, planOf, checked, left.texts['changes.json']);
  return isRefusal(found) ? found : { result: checked, ...found, session, digest, ...files };
}

function rethrow(error: unknown): never {
  throw error;
}

function foreign(): Refusal {
  return refuse(
    'result-foreign',
    "The run's result belongs to another job, so it is not shown.",
    "See the run's log; write the command again.",
  );
}
