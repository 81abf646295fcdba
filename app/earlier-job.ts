import type { EarlierJob } from '../core/authority/decide.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { findRunArtifact } from '../edge/github/run-artifact.ts';
import { isTerminal } from '../edge/store/job.ts';
import { jobHere, noSuchJob } from './show-status.ts';
import type { Thread } from './thread.ts';

/**
 * The job whose result an agent is to be given: of this very repository, ended, with a result that was accepted and
 * shown, and that GitHub still keeps. Whoever may start an agent reads the threads in which such results stand. Null
 * where none is named. Throws `Fault` when GitHub cannot be asked.
 */
export async function earlierJob(thread: Thread, jobId: string | null): Promise<EarlierJob | Refusal | null> {
  if (jobId === null) return null;
  const named = await jobHere(thread, jobId);
  if (named === null) return noSuchJob(jobId);
  if (!isTerminal(named.state)) return notEnded(jobId);
  // An answer that was given once more is that of the job which gave it first.
  const job = named.cachedFrom === null ? named : await jobHere(thread, named.cachedFrom);
  if (job === null)
    return nothingToGive(jobId, `it had that of the job ${named.cachedFrom}, which is forgotten`);
  const { runId, agent, resultSha256 } = job;
  if (runId === null || resultSha256 === null) return nothingToGive(jobId, 'it left none that was shown');
  const artifact = await findRunArtifact(thread.request, thread.event.name, runId);
  return isRefusal(artifact)
    ? nothingToGive(jobId, 'GitHub does not keep its artifact any more')
    : { jobId: job.jobId, runId, agent, resultSha256 };
}

function notEnded(jobId: string): Refusal {
  return refuse(
    'not-ended',
    `The job ${jobId} has not ended yet, so it has no result to give.`,
    'Write the command again when it has.',
  );
}

function nothingToGive(jobId: string, why: string): Refusal {
  return refuse(
    'nothing-to-give',
    `There is no result of the job ${jobId} to give: ${why}.`,
    'Name another job behind `--from=`, or leave it out and write into the task what matters.',
  );
}
