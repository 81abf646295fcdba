import { call } from './call.ts';
import { runFacts, type RunFacts } from './read.ts';
import type { Json, RepositoryName, Request } from './request.ts';

/**
 * The runs of a workflow that an app dispatched since `since` (milliseconds since 1970), newest first, at
 * most the last thirty. For the moment when GitHub's answer to a dispatch was lost.
 */
export async function findRuns(
  request: Request,
  name: RepositoryName,
  workflow: string,
  since: number,
): Promise<RunFacts[]> {
  const { data } = await call(
    request,
    `look for a run of ${workflow}`,
    'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
    { ...name, workflow_id: workflow, event: 'workflow_dispatch', per_page: 30 },
  );
  return (data.workflow_runs as Record<string, Json>[])
    .filter((run) => run.actor?.type === 'Bot' && Date.parse(String(run.created_at)) >= since)
    .map((run) => runFacts(run, run.repository?.id));
}
