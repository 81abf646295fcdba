import type { JobProgress } from '../runner/job-progress.ts';
import type { JobOutcome } from '../runner/job-runner.ts';
import { repositoryJson } from './nouns/repository.ts';
import { runJson, workflowJson } from './nouns/run.ts';
import { userJson } from './nouns/user.ts';
import type { Commit, Repository, Run, User, World } from './state.ts';
import { inBackground } from './background.ts';
import type { Workflow } from './state.ts';
import { mintJobToken, type Tokens } from './tokens.ts';
import { announce } from './webhooks.ts';
import { runTitle } from './workflows.ts';

type Dispatch = {
  repository: Repository;
  workflow: Workflow;
  text: string;
  ref: string;
  commit: Commit;
  actor: User;
  inputs: Record<string, string>;
};

/** Records a run, tells the App, and lets the job runner work on it in the background. */
export function startRun(world: World, tokens: Tokens, dispatch: Dispatch): Run {
  const { repository, workflow, text, ref, commit, actor, inputs } = dispatch;
  const now = world.now();
  const earlier = world.runs.filter((run) => run.workflow === workflow).length;
  const run: Run = {
    id: world.nextId(),
    number: earlier + 1,
    repository,
    workflow,
    workflowText: text,
    event: 'workflow_dispatch',
    title: runTitle(text, workflow),
    ref,
    commit,
    actor,
    inputs,
    status: 'queued',
    conclusion: null,
    createdAt: now,
    updatedAt: now,
    artifacts: [],
    jobs: [],
    log: '',
    summary: '',
    outputs: {},
    abort: new AbortController(),
  };
  world.runs.push(run);
  const payload = dispatchPayload(world, run);
  announce(world, 'workflow_dispatch', null, { repository, sender: actor, payload });
  tell(world, run, 'requested');
  if (world.jobs.run) inBackground(world, `run ${run.id}`, () => work(world, tokens, run, payload));
  return run;
}

/** Asks a run to stop. Returns false when it is over already. */
export function cancelRun(world: World, run: Run): boolean {
  if (run.status === 'completed') return false;
  run.abort.abort();
  if (!world.jobs.run) settle(world, run, { ...nothing(), conclusion: 'cancelled' });
  return true;
}

function dispatchPayload(world: World, run: Run) {
  return {
    inputs: run.inputs,
    ref: run.ref,
    workflow: run.workflow.path,
  };
}

async function work(world: World, tokens: Tokens, run: Run, payload: object): Promise<void> {
  run.status = 'in_progress';
  run.updatedAt = world.now();
  tell(world, run, 'in_progress');
  const minted: string[] = [];
  const outcome = await perform(world, tokens, run, payload, minted).catch((error: unknown) => ({
    ...nothing(),
    log: `The job runner failed: ${String(error)}`,
  }));
  // GitHub revokes a job's token when the job ends.
  for (const token of minted) tokens.delete(token);
  settle(world, run, run.abort.signal.aborted ? { ...outcome, conclusion: 'cancelled' } : outcome);
}

async function perform(
  world: World,
  tokens: Tokens,
  run: Run,
  payload: object,
  minted: string[],
): Promise<JobOutcome> {
  const { repository, workflow } = run;
  const { jobs, urls } = world;
  if (!jobs.run) throw new Error('there is no job runner');
  return jobs.run({
    run: { id: run.id, number: run.number, attempt: 1, workflow: workflow.path, event: run.event },
    workflowText: run.workflowText,
    actor: run.actor.login,
    inputs: run.inputs,
    payload: {
      ...payload,
      repository: repositoryJson(world, repository),
      sender: userJson(world, run.actor),
    },
    repository: {
      id: repository.id,
      owner: repository.owner.login,
      name: repository.name,
      gitDir: repository.gitDir,
      ref: run.ref,
      sha: run.commit.sha,
      defaultBranch: repository.defaultBranch,
    },
    urls: { server: urls.origin, api: urls.api },
    secrets: { ...repository.secrets },
    vars: { ...repository.vars },
    mintToken(permissions) {
      const token = mintJobToken(world, tokens, repository, permissions);
      minted.push(token);
      return token;
    },
    actions: jobs.actions,
    environment: jobs.environment,
    signal: run.abort.signal,
    onLog: (line) => jobs.onLog?.(run, line),
    onJob: (job) => hear(world, run, job),
  });
}

/** Keeps what a runner tells of one of the run's jobs. */
function hear(world: World, run: Run, job: JobProgress): void {
  const known = run.jobs.find(({ name }) => name === job.name);
  if (known) Object.assign(known, job);
  else run.jobs.push({ ...job, id: world.nextId(), createdAt: world.now() });
}

function settle(world: World, run: Run, outcome: JobOutcome): void {
  const now = world.now();
  for (const { name, zip } of outcome.artifacts) {
    const artifact = { id: world.nextId(), run, name, zip, createdAt: now, expired: false };
    world.artifacts.set(artifact.id, artifact);
    run.artifacts.push(artifact);
  }
  run.log = outcome.log;
  run.summary = outcome.summary;
  run.outputs = outcome.outputs;
  run.status = 'completed';
  run.conclusion = outcome.conclusion;
  run.updatedAt = now;
  tell(world, run, 'completed');
}

function nothing(): JobOutcome {
  return { conclusion: 'failure', artifacts: [], log: '', summary: '', outputs: {} };
}

function tell(world: World, run: Run, action: string): void {
  announce(world, 'workflow_run', action, {
    repository: run.repository,
    sender: run.actor,
    payload: {
      workflow_run: runJson(world, run),
      workflow: workflowJson(world, run.repository, run.workflow),
    },
  });
}
