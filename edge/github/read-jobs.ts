import type { JobFacts } from '../../core/progress/stage.ts';
import { call } from './call.ts';
import type { Json, RepositoryName, Request } from './request.ts';

/** The jobs of a run, thirty at most, as far as they are now. Asked once: what does not come now is old later. */
export async function readJobs(request: Request, name: RepositoryName, runId: number): Promise<JobFacts[]> {
  const { data } = await call(
    request,
    `read the jobs of the run ${runId}`,
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs',
    { ...name, run_id: runId, per_page: 30, request: { retries: 0 } },
  );
  return listIn(data?.jobs).map((job) => ({
    name: String(job?.name),
    status: String(job?.status),
    steps: listIn(job?.steps).map((step) => ({
      name: String(step?.name),
      number: Number(step?.number),
      status: String(step?.status),
    })),
  }));
}

function listIn(value: Json): Json[] {
  return Array.isArray(value) ? value : [];
}
