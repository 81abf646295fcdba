import { notFound, ok, page, Refused, failure, unprocessable, type Answer } from '../answer.ts';
import { announceCheck } from '../checks.ts';
import { findCommit } from '../git-objects.ts';
import { checkJson } from '../nouns/check.ts';
import type { Annotation, CheckRun } from '../state.ts';
import type { RepositoryCall, RepositoryRoute } from './route.ts';

/** Checks: what Apps say of commits. */
export const CHECK_ROUTES: readonly RepositoryRoute[] = [
  { name: 'POST /repos/{owner}/{repo}/check-runs', needs: ['checks:write'], handle: create },
  { name: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', needs: ['checks:write'], handle: change },
  {
    name: 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}',
    needs: ['checks:read'],
    handle: (call) => ok(checkJson(call.world, checkOf(call))),
  },
  { name: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs', needs: ['checks:read'], handle: list },
];

type Body = {
  name?: string;
  head_sha?: string;
  external_id?: string;
  details_url?: string;
  status?: CheckRun['status'];
  conclusion?: string;
  output?: { title?: string; summary?: string; annotations?: Annotation[] };
  actions?: CheckRun['actions'];
};

async function create(call: RepositoryCall): Promise<Answer> {
  const { world, repository, caller } = call;
  const body = call.body as Body;
  const headSha = await findCommit(repository, String(body.head_sha));
  if (headSha === null) throw unprocessable(`No commit found for SHA: ${body.head_sha}`);
  const check: CheckRun = {
    id: world.nextId(),
    repository,
    app: caller.app,
    name: String(body.name),
    headSha,
    externalId: body.external_id ?? '',
    detailsUrl: null,
    status: 'queued',
    conclusion: null,
    startedAt: world.now(),
    completedAt: null,
    title: null,
    summary: null,
    annotations: [],
    actions: [],
  };
  world.checks.push(check);
  apply(call, check, body);
  announceCheck(world, check, 'created');
  return ok(checkJson(world, check), 201);
}

function checkOf({ world, repository, params }: RepositoryCall): CheckRun {
  const found = world.checks.find(
    (one) => one.id === params['check_run_id'] && one.repository === repository,
  );
  if (!found) throw notFound();
  return found;
}

/** Only the App that made a check may change it. */
function change(call: RepositoryCall): Answer {
  const { world, caller } = call;
  const check = checkOf(call);
  if (check.app !== caller.app) throw new Refused(failure(403, 'Invalid app_id for check run'));
  const before = check.status;
  apply(call, check, call.body as Body);
  if (check.status === 'completed' && before !== 'completed') announceCheck(world, check, 'completed');
  return ok(checkJson(world, check));
}

function apply({ world }: RepositoryCall, check: CheckRun, body: Body): void {
  const { annotations = [] } = body.output ?? {};
  // Never replaced: each call adds to those that are there.
  check.annotations.push(...annotations);
  // A conclusion completes a check, whatever its status was.
  check.status = body.conclusion === undefined ? (body.status ?? check.status) : 'completed';
  check.conclusion = body.conclusion ?? (check.status === 'completed' ? check.conclusion : null);
  check.completedAt = check.status === 'completed' ? world.now() : null;
  check.detailsUrl = body.details_url ?? check.detailsUrl;
  check.title = body.output?.title ?? check.title;
  check.summary = body.output?.summary ?? check.summary;
  check.actions = body.actions ?? check.actions;
}

/** The newest of each name, unless all are asked for. */
async function list(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params, query } = call;
  const sha = await findCommit(repository, String(params['ref']));
  if (sha === null) throw unprocessable(`No commit found for SHA: ${String(params['ref'])}`);
  const named = world.checks.filter(
    (check) =>
      check.repository === repository &&
      check.headSha === sha &&
      (query['check_name'] === undefined || check.name === query['check_name']) &&
      (query['app_id'] === undefined || check.app.id === query['app_id']),
  );
  const newest = new Map(named.map((check) => [`${check.app.id} ${check.name}`, check]));
  const all = query['filter'] === 'all' ? named.toReversed() : [...newest.values()];
  const { items, headers } = page(world, call, all);
  const body = { total_count: all.length, check_runs: items.map((check) => checkJson(world, check)) };
  return { status: 200, body, headers };
}
