import { createHash } from 'node:crypto';
import type { Artifact, Repository, Run, RunJob, Workflow, World } from '../state.ts';
import { iso, nodeId } from './notation.ts';
import { simpleCommitJson } from './commit.ts';
import { repositoryJson, repositoryPage, repositoryUrl } from './repository.ts';
import { userJson } from './user.ts';

const NINETY_DAYS_MS = 90 * 86_400_000;

/** A workflow file that GitHub knows. */
export function workflowJson(world: World, repository: Repository, workflow: Workflow) {
  const file = workflow.path.split('/').at(-1) ?? '';
  const page = repositoryPage(world, repository);
  return {
    id: workflow.id,
    node_id: nodeId('Workflow', workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: 'active',
    created_at: iso(workflow.createdAt),
    updated_at: iso(workflow.createdAt),
    url: `${repositoryUrl(world, repository)}/actions/workflows/${workflow.id}`,
    html_url: `${page}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${page}/workflows/${encodeURIComponent(file)}/badge.svg`,
  };
}

/** The address of a run in the API. */
export function runUrl(world: World, run: Run): string {
  return `${repositoryUrl(world, run.repository)}/actions/runs/${run.id}`;
}

/** The address of a run's page. */
export function runPage(world: World, run: Run): string {
  return `${repositoryPage(world, run.repository)}/actions/runs/${run.id}`;
}

/** A workflow run. */
export function runJson(world: World, run: Run) {
  const actor = userJson(world, run.actor);
  const repository = repositoryJson(world, run.repository);
  return {
    id: run.id,
    node_id: nodeId('WorkflowRun', run.id),
    name: run.workflow.name,
    display_title: run.title,
    path: run.workflow.path,
    workflow_id: run.workflow.id,
    run_number: run.number,
    run_attempt: 1,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    head_branch: run.ref.replace(/^refs\/(heads|tags)\//, ''),
    head_sha: run.commit.sha,
    head_commit: simpleCommitJson(run.commit),
    check_suite_id: run.id,
    check_suite_node_id: nodeId('CheckSuite', run.id),
    pull_requests: [],
    referenced_workflows: [],
    actor,
    triggering_actor: actor,
    created_at: iso(run.createdAt),
    updated_at: iso(run.updatedAt),
    run_started_at: iso(run.createdAt),
    ...links(world, run),
    repository,
    head_repository: repository,
  };
}

function links(world: World, run: Run) {
  const url = runUrl(world, run);
  return {
    url,
    html_url: runPage(world, run),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repositoryUrl(world, run.repository)}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${repositoryUrl(world, run.repository)}/actions/workflows/${run.workflow.id}`,
  };
}

/** A job of a run. GitHub gives one that has not begun the time at which it was made. */
export function jobJson(world: World, run: Run, job: RunJob) {
  const time = (at: number | null) => (at === null ? null : iso(at));
  const repository = repositoryUrl(world, run.repository);
  return {
    id: job.id,
    node_id: nodeId('WorkflowJob', job.id),
    run_id: run.id,
    run_url: runUrl(world, run),
    run_attempt: 1,
    workflow_name: run.workflow.name,
    head_branch: run.ref.replace(/^refs\/(heads|tags)\//, ''),
    head_sha: run.commit.sha,
    name: job.name,
    url: `${repository}/actions/jobs/${job.id}`,
    html_url: `${runPage(world, run)}/job/${job.id}`,
    check_run_url: `${repository}/check-runs/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: iso(job.createdAt),
    started_at: iso(job.startedAt ?? job.createdAt),
    completed_at: time(job.completedAt),
    steps: job.steps.map(({ name, number, status, conclusion, startedAt, completedAt }) => ({
      name,
      number,
      status,
      conclusion,
      started_at: time(startedAt),
      completed_at: time(completedAt),
    })),
    labels: ['ubuntu-latest'],
    runner_id: job.startedAt === null ? null : 1,
    runner_name: job.startedAt === null ? null : 'stand-in',
    runner_group_id: null,
    runner_group_name: null,
  };
}

/** A file that a run left behind. */
export function artifactJson(world: World, artifact: Artifact) {
  const { run } = artifact;
  const url = `${repositoryUrl(world, run.repository)}/actions/artifacts/${artifact.id}`;
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.zip.length,
    digest: `sha256:${createHash('sha256').update(artifact.zip).digest('hex')}`,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expired,
    created_at: iso(artifact.createdAt),
    updated_at: iso(artifact.createdAt),
    expires_at: iso(artifact.createdAt + NINETY_DAYS_MS),
    workflow_run: {
      id: run.id,
      repository_id: run.repository.id,
      head_repository_id: run.repository.id,
      head_branch: run.ref.replace(/^refs\/(heads|tags)\//, ''),
      head_sha: run.commit.sha,
    },
  };
}
