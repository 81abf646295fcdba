import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type JobFacts, scopeBeforeJob, scopeOfStep } from './contexts.ts';
import { evaluateCondition, evaluateText } from './expression.ts';
import { factsFor } from './job-facts.ts';
import type { Frame, JobResult, JobState, Machine, Run } from './job-state.ts';
import { type JobTeller, tellJob } from './job-progress.ts';
import { makeMasker } from './masker.ts';
import { endOrphans } from './process.ts';
import { runPosts, runSteps } from './run-steps.ts';
import { titleOf } from './step-names.ts';
import type { Job } from './workflow.ts';
import { unsupported, WorkflowProblem } from './workflow-problem.ts';

/**
 * Runs one job on a machine of its own, or skips it. `results` holds the jobs before it; the job's own
 * `if:` and a cancelled run decide as on GitHub. Never throws for what the workflow does.
 */
export async function runJob(
  run: Run,
  job: Job,
  results: ReadonlyMap<string, JobResult>,
): Promise<JobResult> {
  const tell = tellerOf(run, job);
  const done = await decideAndRun(run, job, results, tell);
  tell.ended(done.result);
  return done;
}

function tellerOf(run: Run, job: Job): JobTeller {
  return tellJob(job.id, job.steps.map(titleOf), (progress) => run.order.onJob?.(progress));
}

async function decideAndRun(
  run: Run,
  job: Job,
  results: ReadonlyMap<string, JobResult>,
  tell: JobTeller,
): Promise<JobResult> {
  const facts = factsFor(run, job, results);
  const wanted = () => evaluateCondition(job.condition, 'job if', scopeBeforeJob(facts));
  try {
    if (!wanted()) return { result: run.order.signal.aborted ? 'cancelled' : 'skipped', outputs: new Map() };
    checkMachine(job, facts);
  } catch (error) {
    run.log(`##[error]job '${job.id}': ${(error as Error).message}`);
    return { result: 'failure', outputs: new Map() };
  }
  const stop = new AbortController();
  const onCancel = () => {
    facts.status = 'cancelled';
    if (!holds(wanted)) stop.abort('cancelled');
  };
  if (!run.order.signal.aborted) run.order.signal.addEventListener('abort', onCancel, { once: true });
  try {
    return await onMachine(run, job, facts, { stop, tell });
  } finally {
    run.order.signal.removeEventListener('abort', onCancel);
  }
}

function holds(condition: () => boolean): boolean {
  try {
    return condition();
  } catch {
    return false;
  }
}

function checkMachine(job: Job, facts: JobFacts): void {
  for (const label of job.runsOn) {
    const evaluated = evaluateText(label, 'job', scopeBeforeJob(facts));
    if (!/^ubuntu(-|$)/.test(evaluated))
      throw unsupported(`'runs-on: ${evaluated}' (ubuntu machines are)`, job.id);
  }
}

async function onMachine(
  run: Run,
  job: Job,
  facts: JobFacts,
  { stop, tell }: { stop: AbortController; tell: JobTeller },
): Promise<JobResult> {
  const state = prepare(run, job, facts, { stop: stop.signal, tell });
  const frame: Frame = {
    home: 'workflow',
    depth: 0,
    records: new Map(),
    inputs: facts.inputs,
    status: 'success',
    overrides: new Map(),
    github: {},
  };
  tell.began();
  run.log(`==== job ${job.id} ====`);
  let timer: NodeJS.Timeout | undefined;
  try {
    timer = startTimer(state, stop);
    const scope = scopeBeforeJob(facts);
    for (const [name, text] of run.workflow.env)
      state.env.set(name, evaluateText(text, 'workflow env', scope));
    for (const [name, text] of job.env) state.env.set(name, evaluateText(text, 'job env', scope));
    await runSteps(state, frame, job.steps);
    await runPosts(state);
    return { result: tolerated(state, facts), outputs: outputsOf(state, frame) };
  } catch (error) {
    state.log(`##[error]job '${job.id}': ${(error as Error).message}`);
    return { result: 'failure', outputs: new Map() };
  } finally {
    clearTimeout(timer);
    const ended = await endOrphans(state.machine.tracking, state.groups);
    if (ended > 0) state.log(`Terminate orphan processes: ${ended}`);
    if (!run.settings.keep) rmSync(join(run.folder, job.id), { recursive: true, force: true });
  }
}

function startTimer(state: JobState, stop: AbortController): NodeJS.Timeout {
  const text = evaluateText(
    state.job.timeoutMinutes,
    'job',
    scopeBeforeJob({ ...state, matrix: state.job.matrix }),
  );
  const minutes = Number(text);
  if (!Number.isInteger(minutes) || minutes < 1) {
    throw new WorkflowProblem(`timeout-minutes: '${text}' is not a whole number above 0`);
  }
  return setTimeout(
    () => {
      state.log(
        `##[error]The job has exceeded the maximum execution time of ${minutes}m0s. (job '${state.job.id}')`,
      );
      stop.abort('timeout');
    },
    Math.min(minutes * state.run.settings.minute, 2 ** 31 - 1),
  );
}

function prepare(
  run: Run,
  job: Job,
  facts: JobFacts,
  { stop, tell }: { stop: AbortSignal; tell: JobTeller },
): JobState {
  const masker = makeMasker();
  const token = run.order.mintToken(job.permissions);
  for (const secret of [...Object.values(run.order.secrets), token]) masker.add(secret);
  const state: JobState = {
    run,
    job,
    machine: makeMachine(run, job),
    token,
    masker,
    log: (line) => run.log(masker.mask(line)),
    status: 'success',
    stop,
    env: new Map(),
    path: [],
    needs: facts.needs,
    inputs: facts.inputs,
    posts: [],
    tell,
    groups: new Set(),
    runSteps: (frame, steps) => runSteps(state, frame, steps),
  };
  return state;
}

function makeMachine(run: Run, job: Job): Machine {
  const { name } = run.order.repository;
  const base = join(run.folder, job.id);
  const work = join(base, 'work');
  const machine = {
    workspace: join(work, name, name),
    temp: join(work, '_temp'),
    home: join(base, 'home'),
    actions: join(work, '_actions'),
    eventPath: join(work, '_temp', '_github_workflow', 'event.json'),
    tracking: `github_${randomUUID()}`,
  };
  const folders = [machine.workspace, machine.home, machine.actions, join(machine.temp, '_github_workflow')];
  for (const folder of [...folders, run.settings.toolCache]) mkdirSync(folder, { recursive: true });
  writeFileSync(machine.eventPath, JSON.stringify(run.order.payload ?? {}));
  return machine;
}

/** A job that may fail counts as successful to everything after it. */
function tolerated(state: JobState, facts: JobFacts): JobResult['result'] {
  if (state.status !== 'failure') return state.status;
  const text = evaluateText(state.job.continueOnError, 'job', scopeBeforeJob(facts));
  return text.toLowerCase() === 'true' ? 'success' : 'failure';
}

/** Like the real runner, an output is dropped when it is empty or holds anything that is masked. */
function outputsOf(state: JobState, frame: Frame): Map<string, string> {
  const outputs = new Map<string, string>();
  const scope = scopeOfStep(state, frame, state.env, {});
  for (const [name, text] of state.job.outputs) {
    const value = evaluateText(text, 'job output', scope);
    if (value === '') continue;
    if (state.masker.mask(value) !== value) {
      state.log(`##[warning]Skip output '${name}' since it may contain secret.`);
    } else outputs.set(name, value);
  }
  return outputs;
}
