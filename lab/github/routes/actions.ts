import { failure, notFound, ok, page, unprocessable, type Answer } from '../answer.ts';
import { findRef, readCommit } from '../git-objects.ts';
import { artifactJson, jobJson, runJson, runPage, runUrl, workflowJson } from '../nouns/run.ts';
import { cancelRun, startRun } from '../runs.ts';
import type { Artifact, Run, Workflow } from '../state.ts';
import { dispatchInputs, listWorkflows, workflowText } from '../workflows.ts';
import { runOf, writerOf, type RepositoryCall, type RepositoryRoute } from './route.ts';

const BASE = '/repos/{owner}/{repo}/actions';
const read = ['actions:read'];
const write = ['actions:write'];

/** Workflows, their runs, and what the runs leave behind. */
export const ACTION_ROUTES: readonly RepositoryRoute[] = [
  { name: `GET ${BASE}/workflows`, needs: read, handle: workflows },
  { name: `GET ${BASE}/workflows/{workflow_id}`, needs: read, handle: workflow },
  { name: `GET ${BASE}/workflows/{workflow_id}/runs`, needs: read, handle: runsOfWorkflow },
  { name: `POST ${BASE}/workflows/{workflow_id}/dispatches`, needs: write, handle: dispatch },
  { name: `GET ${BASE}/runs`, needs: read, handle: (call) => runs(call, call.world.runs) },
  { name: `GET ${BASE}/runs/{run_id}`, needs: read, handle: (call) => ok(runJson(call.world, runOf(call))) },
  { name: `POST ${BASE}/runs/{run_id}/cancel`, needs: write, handle: cancel },
  { name: `GET ${BASE}/runs/{run_id}/artifacts`, needs: read, handle: artifacts },
  { name: `GET ${BASE}/jobs/{job_id}/logs`, needs: read, handle: jobLog },
  { name: `GET ${BASE}/runs/{run_id}/jobs`, needs: read, handle: jobs },
  {
    name: `GET ${BASE}/artifacts/{artifact_id}`,
    needs: read,
    handle: (call) => ok(artifactJson(call.world, artifactOf(call))),
  },
  { name: `GET ${BASE}/artifacts/{artifact_id}/{archive_format}`, needs: read, handle: download },
];

async function workflows(call: RepositoryCall): Promise<Answer> {
  const all = await listWorkflows(call.world, call.repository);
  const { items, headers } = page(call.world, call, all);
  const list = items.map((item) => workflowJson(call.world, call.repository, item));
  return { status: 200, body: { total_count: all.length, workflows: list }, headers };
}

/** A workflow is named by its id or by its file's name. */
async function workflowOf(call: RepositoryCall): Promise<Workflow> {
  const wanted = call.params['workflow_id'];
  const all = await listWorkflows(call.world, call.repository);
  const found = all.find(({ id, path }) => id === wanted || path === `.github/workflows/${wanted}`);
  if (!found) throw notFound();
  return found;
}

async function workflow(call: RepositoryCall): Promise<Answer> {
  return ok(workflowJson(call.world, call.repository, await workflowOf(call)));
}

async function dispatch(call: RepositoryCall): Promise<Answer> {
  const { world, tokens, repository } = call;
  const body = call.body as { ref: string; inputs?: object; return_run_details?: boolean };
  const found = await workflowOf(call);
  const at = await findRef(repository, body.ref);
  const commit = at && (await readCommit(repository, at.sha));
  if (!at || !commit) throw unprocessable(`No ref found for: ${body.ref}`);
  const text = await workflowText(repository, at.sha, found.path);
  if (text === null) throw unprocessable(`Unable to find ${found.path} at ${body.ref}`);
  const inputs = dispatchInputs(text, { ...body.inputs });
  const actor = writerOf(call).user;
  const run = startRun(world, tokens, {
    repository,
    workflow: found,
    text,
    ref: at.ref,
    commit,
    actor,
    inputs,
  });
  // From this version of the API on, the answer always names the run.
  if (body.return_run_details !== true && call.apiVersion < '2026-03-10') return { status: 204 };
  return ok({ workflow_run_id: run.id, run_url: runUrl(world, run), html_url: runPage(world, run) });
}

async function runsOfWorkflow(call: RepositoryCall): Promise<Answer> {
  const found = await workflowOf(call);
  return runs(
    call,
    call.world.runs.filter((run) => run.workflow === found),
  );
}

function runs(call: RepositoryCall, all: readonly Run[]): Answer {
  const { world, query, repository } = call;
  const wanted = (name: string, ...values: (string | null)[]) =>
    query[name] === undefined || values.includes(String(query[name]));
  const found = all
    .filter((run) => run.repository === repository)
    .filter((run) => wanted('actor', run.actor.login) && wanted('event', run.event))
    .filter((run) => wanted('status', run.status, run.conclusion) && wanted('head_sha', run.commit.sha))
    .filter((run) => wanted('branch', run.ref.replace('refs/heads/', '')))
    .toReversed();
  const { items, headers } = page(world, call, found);
  const workflow_runs = items.map((run) => runJson(world, run));
  return { status: 200, body: { total_count: found.length, workflow_runs }, headers };
}

function cancel(call: RepositoryCall): Answer {
  if (cancelRun(call.world, runOf(call))) return ok({}, 202);
  return failure(409, 'Cannot cancel a workflow run that is completed.');
}

function jobLog(call: RepositoryCall): Answer {
  const run = call.world.runs.find(
    ({ repository, jobs: all }) =>
      repository === call.repository && all.some(({ id }) => id === call.params['job_id']),
  );
  if (run?.status !== 'completed') throw notFound();
  return { status: 302, headers: { location: call.storage.logUrl(run) } };
}

function jobs(call: RepositoryCall): Answer {
  const run = runOf(call);
  const { items, headers } = page(call.world, call, run.jobs);
  const list = items.map((job) => jobJson(call.world, run, job));
  return { status: 200, body: { total_count: run.jobs.length, jobs: list }, headers };
}

function artifacts(call: RepositoryCall): Answer {
  const wanted = call.query['name'];
  const all = runOf(call).artifacts.filter(({ name }) => wanted === undefined || name === wanted);
  const { items, headers } = page(call.world, call, all);
  const list = items.map((artifact) => artifactJson(call.world, artifact));
  return { status: 200, body: { total_count: all.length, artifacts: list }, headers };
}

function artifactOf(call: RepositoryCall): Artifact {
  const artifact = call.world.artifacts.get(Number(call.params['artifact_id']));
  if (artifact?.run.repository !== call.repository) throw notFound();
  return artifact;
}

function download(call: RepositoryCall): Answer {
  const artifact = artifactOf(call);
  if (call.params['archive_format'] !== 'zip') throw notFound();
  if (artifact.expired) return failure(410, 'Artifact has expired');
  return { status: 302, headers: { location: call.storage.signedUrl(artifact) } };
}
