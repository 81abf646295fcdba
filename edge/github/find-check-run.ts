import { call } from './call.ts';
import type { Json, RepositoryName, Request } from './request.ts';

/** The check of a commit that this App made for `externalId`; null when there is none. Only an App writes its ids. */
export async function findCheckRun(
  request: Request,
  name: RepositoryName,
  search: { headSha: string; checkName: string; appId: number; externalId: string },
): Promise<number | null> {
  const { data } = await call(
    request,
    `look for our check of ${search.headSha}`,
    'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    {
      ...name,
      ref: search.headSha,
      check_name: search.checkName,
      app_id: search.appId,
      filter: 'all',
      per_page: 100,
    },
  );
  const ours = (data.check_runs as Record<string, Json>[]).find(
    (check) => Number(check.app?.id) === search.appId && check.external_id === search.externalId,
  );
  return ours ? Number(ours.id) : null;
}

/** How many annotations a check has, and its page. */
export async function readCheckRun(
  request: Request,
  name: RepositoryName,
  checkRunId: number,
): Promise<{ annotations: number; url: string }> {
  const { data } = await call(
    request,
    `read the check ${checkRunId}`,
    'GET /repos/{owner}/{repo}/check-runs/{check_run_id}',
    { ...name, check_run_id: checkRunId },
  );
  return { annotations: Number(data.output.annotations_count), url: String(data.html_url) };
}
