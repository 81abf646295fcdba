import type { CheckRun, World } from '../state.ts';
import { appJson } from './app.ts';
import { iso, nodeId } from './notation.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

/** A check run, with the union of what the API's form and the webhook's require. */
export function checkJson(world: World, check: CheckRun) {
  const url = `${repositoryUrl(world, check.repository)}/check-runs/${check.id}`;
  return {
    id: check.id,
    node_id: nodeId('CheckRun', check.id),
    head_sha: check.headSha,
    external_id: check.externalId,
    url,
    html_url: `${repositoryPage(world, check.repository)}/runs/${check.id}`,
    details_url: check.detailsUrl ?? world.urls.origin,
    name: check.name,
    status: check.status,
    conclusion: check.conclusion,
    started_at: iso(check.startedAt),
    completed_at: check.completedAt === null ? null : iso(check.completedAt),
    output: {
      title: check.title,
      summary: check.summary,
      text: null,
      annotations_count: check.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: check.id },
    app: appJson(world, check.app),
    pull_requests: [],
  };
}
