import type { FailedJob, Failures } from '../../core/context/failures.ts';
import { call, statusOf } from './call.ts';
import type { Json, RepositoryName, Request } from './request.ts';
import { fromStorage, storageAddress, type Fetching } from './signed-storage.ts';

/** The runs to look into: one by its id, or all of a commit. */
export type FailedRuns = { runId: number } | { headSha: string };

/** Bytes of a log that are kept, from its end, and that are read at most. */
const KEPT = 2 * 1024 * 1024;
const MOST_READ = 64 * 1024 * 1024;

/**
 * What starts runs whose logs only those have a hand in who write to the repository. Others may print what strangers
 * wrote. A run that was dispatched may be one of ours: of a commit these are not read.
 */
const BY_WRITERS = ['push', 'pull_request', 'merge_group', 'schedule'];

const FAILED = ['failure', 'timed_out'];

/**
 * Reads the jobs that failed, and the logs of the first `jobs` of them. Throws a `Fault` when the token may not read
 * them; a log that GitHub does not keep is missing.
 */
export async function readFailures(
  request: Request,
  name: RepositoryName,
  wanted: FailedRuns,
  { jobs, ...fetching }: Fetching & { jobs: number },
): Promise<Failures> {
  const runs = await readRuns(request, name, wanted);
  const lists = await Promise.all(runs.map((run) => readFailedJobs(request, name, run)));
  const failed = lists.flat();
  const logs = await Promise.all(failed.slice(0, jobs).map((job) => withLog(request, name, job, fetching)));
  return { jobs: logs, total: failed.length, isForeign: runs.some(isForeign) };
}

async function readRuns(request: Request, name: RepositoryName, wanted: FailedRuns): Promise<Json[]> {
  if ('runId' in wanted) {
    const { data } = await call(
      request,
      `read the run ${wanted.runId}`,
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
      { ...name, run_id: wanted.runId },
    );
    return [data];
  }
  const { data } = await call(
    request,
    `list the runs of ${wanted.headSha}`,
    'GET /repos/{owner}/{repo}/actions/runs',
    { ...name, head_sha: wanted.headSha, status: 'completed', per_page: 100 },
  );
  return (data.workflow_runs as Json[]).filter(
    (run) => FAILED.includes(run.conclusion) && BY_WRITERS.includes(run.event),
  );
}

function isForeign(run: Json): boolean {
  const isDispatched = run.event === 'workflow_dispatch';
  return run.head_repository?.id !== run.repository?.id || !(isDispatched || BY_WRITERS.includes(run.event));
}

type Found = Omit<FailedJob, 'log'> & { id: number };

async function readFailedJobs(request: Request, name: RepositoryName, run: Json): Promise<Found[]> {
  const { data } = await call(
    request,
    `read the jobs of the run ${run.id}`,
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs',
    { ...name, run_id: Number(run.id), filter: 'latest', per_page: 100 },
  );
  return (data.jobs as Json[])
    .filter((job) => FAILED.includes(job.conclusion))
    .map((job) => ({
      id: Number(job.id),
      workflow: String(run.name ?? ''),
      name: String(job.name),
      steps: ((job.steps ?? []) as Json[])
        .filter((step) => FAILED.includes(step.conclusion))
        .map((step) => ({
          name: String(step.name),
          from: step.started_at ?? null,
          to: step.completed_at ?? null,
        })),
    }));
}

async function withLog(
  request: Request,
  name: RepositoryName,
  { id, ...job }: Found,
  fetching: Fetching,
): Promise<FailedJob> {
  const log = await readLog(request, name, id, fetching);
  return { ...job, log: log === null ? { missing: 'GitHub does not keep it any more.' } : { found: log } };
}

async function readLog(
  request: Request,
  name: RepositoryName,
  jobId: number,
  fetching: Fetching,
): Promise<string | null> {
  try {
    const { headers } = await call(
      request,
      `read the log of the job ${jobId}`,
      'GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs',
      { ...name, job_id: jobId, request: { redirect: 'manual' } },
    );
    const address = storageAddress(headers);
    if (address === null) return null;
    const tail = await fromStorage(`the log of the job ${jobId}`, address, fetching, tailOf);
    return typeof tail === 'number' ? null : tail.toString('utf8');
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 410) return null;
    throw error;
  }
}

/** The last bytes of a stream; of one that is longer than anybody reads, those before that place. */
async function tailOf(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let kept = 0;
  let read = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    kept += chunk.length;
    read += chunk.length;
    while (kept - (chunks[0]?.length ?? 0) >= KEPT) kept -= chunks.shift()?.length ?? 0;
    if (read >= MOST_READ) break;
  }
  return Buffer.concat(chunks).subarray(-KEPT);
}
