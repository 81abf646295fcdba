import { dirname } from 'node:path';

import { type Scope, toData } from './expression.ts';
import type { Frame, JobState, Run } from './job-state.ts';

/** The values of `github` that also become GITHUB_ variables: the real runner's list. */
const IN_ENVIRONMENT = new Set(
  (
    'action_path action_ref action_repository action actor actor_id api_url artifacts artifacts_list base_ref env ' +
    'event_name event_path graphql_url head_ref job output path ref_name ref_protected ref_type ref repository ' +
    'repository_id repository_owner repository_owner_id retention_days run_attempt run_id run_number server_url ' +
    'sha state step_summary triggering_actor workflow workflow_ref workflow_sha workspace'
  ).split(' '),
);

/** The part of the `github` context that a run has before any job exists. */
export function githubOfRun({ order, workflow }: Pick<Run, 'order' | 'workflow'>): Record<string, unknown> {
  const { run, repository, urls, payload, actor } = order;
  const fullName = `${repository.owner}/${repository.name}`;
  const refName = repository.ref.replace(/^refs\/(heads|tags|pull)\//, '');
  return {
    ref: repository.ref,
    sha: repository.sha,
    repository: fullName,
    repository_owner: repository.owner,
    repository_id: String(repository.id),
    repositoryUrl: `git://${new URL(urls.server).host}/${fullName}.git`,
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: String(run.attempt),
    retention_days: '90',
    secret_source: 'Actions',
    actor,
    triggering_actor: actor,
    ...numbered('actor_id', pick(payload, 'sender', 'id')),
    ...numbered('repository_owner_id', pick(payload, 'repository', 'owner', 'id')),
    workflow: workflow.name,
    workflow_ref: `${fullName}/${run.workflow}@${repository.ref}`,
    workflow_sha: repository.sha,
    head_ref: '',
    base_ref: '',
    event_name: run.event,
    event: payload ?? {},
    server_url: urls.server,
    api_url: urls.api,
    graphql_url: `${urls.api.replace(/\/v3\/?$/, '')}/graphql`,
    ref_name: refName,
    ref_protected: false,
    ref_type: repository.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
  };
}

function pick(value: unknown, ...path: string[]): unknown {
  return path.reduce((held, key) => (held as Record<string, unknown> | undefined | null)?.[key], value);
}

function numbered(name: string, value: unknown): Record<string, string> {
  return typeof value === 'number' ? { [name]: String(value) } : {};
}

function githubOfJob(job: JobState): Record<string, unknown> {
  return {
    ...githubOfRun(job.run),
    token: job.token,
    job: job.job.id,
    workspace: job.machine.workspace,
    event_path: job.machine.eventPath,
  };
}

function runnerOf(job: JobState): Record<string, string> {
  return {
    os: 'Linux',
    arch: process.arch === 'arm64' ? 'ARM64' : 'X64',
    name: 'GitHub Actions 1',
    environment: 'github-hosted',
    tool_cache: job.run.settings.toolCache,
    temp: job.machine.temp,
    workspace: dirname(job.machine.workspace),
  };
}

/** The `needs` context. */
function needsOf(job: Pick<JobState, 'needs'>): Record<string, unknown> {
  return Object.fromEntries(job.needs);
}

/** What is known of a job before it has a machine. `status` is that of the jobs before it. */
export type JobFacts = Pick<JobState, 'run' | 'needs' | 'inputs'> & {
  status: Scope['status'];
  matrix: Record<string, string>;
};

/** What can be evaluated before a job has a machine: `if`, `env`, `runs-on`, `timeout-minutes`. */
export function scopeBeforeJob(job: JobFacts): Scope {
  const { order } = job.run;
  return {
    values: {
      github: toData(githubOfRun(job.run)),
      needs: toData(needsOf(job)),
      matrix: toData(job.matrix),
      vars: toData(order.vars),
      inputs: toData(job.inputs),
      secrets: toData(order.secrets),
    },
    status: job.status,
    cancelled: order.signal.aborted,
  };
}

/** What a step's texts are evaluated against. */
export function scopeOfStep(
  job: JobState,
  frame: Frame,
  env: ReadonlyMap<string, string>,
  github: Record<string, string>,
): Scope {
  const { order } = job.run;
  const steps = Object.fromEntries(frame.records);
  return {
    values: {
      github: toData({ ...githubOfJob(job), ...frame.github, ...github }),
      needs: toData(needsOf(job)),
      matrix: toData(job.job.matrix),
      job: toData({ status: job.status }),
      runner: toData(runnerOf(job)),
      env: toData(env),
      vars: toData(order.vars),
      secrets: toData({ ...order.secrets, GITHUB_TOKEN: job.token }),
      steps: toData(steps),
      inputs: toData(frame.inputs),
    },
    status: frame.home === 'workflow' ? job.status : frame.status,
    cancelled: job.status === 'cancelled',
  };
}

/**
 * The environment of one process of a step, in the real runner's order of precedence: the machine's,
 * then `env`, then `extra` (inputs and state of an action), then what the runner itself sets.
 */
export function environmentOf(
  job: JobState,
  frame: Frame,
  env: ReadonlyMap<string, string>,
  github: Record<string, string>,
  extra: Record<string, string> = {},
): Record<string, string> {
  const { machine, run } = job;
  const built: Record<string, string> = {
    PATH: MACHINE_PATH,
    HOME: machine.home,
    LANG: 'C.UTF-8',
    CI: 'true',
    RUNNER_TRACKING_ID: machine.tracking,
    ...run.settings.environment,
    ...run.order.environment,
    ...Object.fromEntries(env),
    ...extra,
  };
  if (job.path.length > 0) built['PATH'] = [...job.path.toReversed(), built['PATH']].join(':');
  for (const [name, value] of Object.entries({ ...githubOfJob(job), ...frame.github, ...github })) {
    if (!IN_ENVIRONMENT.has(name)) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      built[`GITHUB_${name.toUpperCase()}`] = String(value);
    }
  }
  for (const [name, value] of Object.entries(runnerOf(job))) built[`RUNNER_${name.toUpperCase()}`] = value;
  built['GITHUB_ACTIONS'] = 'true';
  return { ...built, ...idTokenDummies(job) };
}

/** A machine's own PATH, with the Node that runs us first: it is the only one sure to be there. */
const MACHINE_PATH = `${dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;

/** A job that may ask for an identity token is given the means in every step. */
function idTokenDummies(job: JobState): Record<string, string> {
  if (job.job.permissions['id_token'] !== 'write') return {};
  return {
    ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:9/dummy-id-token',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'dummy-id-token-request-token',
  };
}

/** What the real runner gives to JavaScript actions and not to `run` steps; nothing answers there. */
export const JAVASCRIPT_DUMMIES = {
  ACTIONS_RUNTIME_URL: 'http://127.0.0.1:9/dummy-runtime/',
  ACTIONS_RUNTIME_TOKEN: 'dummy-actions-runtime-token',
  ACTIONS_CACHE_URL: 'http://127.0.0.1:9/dummy-cache/',
  ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/dummy-results/',
};
