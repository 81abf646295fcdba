import { decide, type Facts } from '../core/authority/decide.ts';
import { readResult, type Result } from '../core/output/result.ts';
import { whyNotReusable } from '../core/output/reusable.ts';
import { isRefusal } from '../core/refusal.ts';
import { pinnedCli } from '../edge/claude/pinned-cli.ts';
import { readRunArtifact } from '../edge/github/run-artifact.ts';
import { sha256 } from '../edge/keys/digest.ts';
import type { Job } from '../edge/store/job.ts';
import { endJob } from './end-job.ts';
import { readStanding } from './standing.ts';
import { passableFault } from './store-away.ts';
import type { Thread } from './thread.ts';

/** An earlier job of the same key, and what its run left. */
export type CachedAnswer = { job: Job; result: Result };

const HOUR_MS = 3_600_000;

/**
 * The answer that was given under this key in the last so many hours, as GitHub keeps it and to the byte what was accepted
 * then. Null when there is none any more, for whatever reason: then a run is started.
 */
export async function findCached(
  { desk, event, request }: Thread,
  key: string | null,
  hours: number | null,
): Promise<CachedAnswer | null> {
  if (key === null || hours === null) return null;
  const since = desk.now() - hours * HOUR_MS;
  const job = await desk.store.jobs.lastWhole(event.hearing.repository.id, key, since);
  if (job === null || job.runId === null) return null;
  const left = await readRunArtifact(request, event.name, job.runId).catch((error: unknown) => {
    const fault = passableFault(error);
    desk.log(`job ${job.jobId}: its answer is not used again: ${fault.message}`);
    return null;
  });
  if (left === null || isRefusal(left) || sha256(left.resultText) !== job.resultSha256) return null;
  const result = readResult(left.resultText);
  if (isRefusal(result) || result.job_id !== job.jobId) return null;
  return whyNotReusable(result, pinnedCli().version) === null ? { job, result } : null;
}

/** Ends a job with it: no run, no reservation. Its author's standing is asked for once more, as before a run. */
export async function answerCached(
  { desk, event, request }: Thread,
  job: Job,
  facts: Facts,
  { job: earlier, result }: CachedAnswer,
): Promise<string> {
  const standing = await readStanding(request, event.name, facts.hearing.author.login, facts.agent);
  const authorised = decide({ ...facts, ...standing });
  if (isRefusal(authorised))
    return endJob(desk, request, event.name, job, { state: 'refused', cause: authorised });
  await desk.store.jobs.keepCached(job, earlier.jobId);
  const at = `${new Date(earlier.updatedAt).toISOString().slice(0, 16)}Z`;
  const cached = { jobId: earlier.jobId, runUrl: earlier.runUrl, at, costUsd: result.cost_usd };
  // What was spent then is not spent again, and what was said then goes on from the job that it was said in.
  const { session: _session, ...rest } = result;
  const again = { ...rest, cost_usd: null };
  return endJob(desk, request, event.name, job, { state: 'done', cause: null, result: again, cached });
}
