import { makeCommandFiles, readCommandFiles } from './command-files.ts';
import { scopeOfStep } from './contexts.ts';
import { evaluateCondition, evaluateText, type Place, type Status } from './expression.ts';
import type { Frame, JobState, Post, Result, StepRun } from './job-state.ts';
import { performStep } from './perform-step.ts';
import { complain } from './step-log.ts';
import { actionNames, titleOf } from './step-names.ts';
import { placesOf, type Step } from './steps.ts';
import { WorkflowProblem } from './workflow-problem.ts';

/** Runs a list of steps in order: a job's, or a composite action's. Never throws for what a step does. */
export async function runSteps(job: JobState, frame: Frame, steps: readonly Step[]): Promise<void> {
  const names = actionNames(steps);
  for (const [index, step] of steps.entries()) {
    const action: Record<string, string> = frame.home === 'workflow' ? { action: names[index] ?? '' } : {};
    const begun = frame.home === 'workflow' ? (title: string) => job.tell.step(index, title) : undefined;
    const outcome = await runStep(job, frame, step, action, { perform: performStep, begun });
    if (begun) job.tell.stepEnded(index, outcome);
  }
}

/** Runs what actions left to do, last first. */
export async function runPosts(job: JobState): Promise<void> {
  for (let post = job.posts.pop(); post; post = job.posts.pop()) {
    const step: Step = { ...post.step, name: post.title, condition: post.condition };
    delete step.id;
    await runStep(
      job,
      { ...post.frame, home: 'workflow' },
      step,
      {},
      { perform: post.run, conditionPlace: 'step if' },
    );
  }
}

/** What a step does, who hears when it begins, and where its condition stands. */
type Doing = {
  perform: Post['run'];
  begun?: ((title: string) => void) | undefined;
  conditionPlace?: Place;
};

async function runStep(
  job: JobState,
  frame: Frame,
  step: Step,
  github: Record<string, string>,
  { perform, begun, conditionPlace = placesOf(frame.home).condition }: Doing,
): Promise<Result> {
  const stop = new AbortController();
  const run = begin(job, frame, step, github, stop.signal);
  const wanted = () =>
    evaluateCondition(step.condition, conditionPlace, scopeOfStep(job, frame, run.env, run.github));
  const performAndTell: Post['run'] = (given) => {
    begun?.(given.title);
    return perform(given);
  };
  const onCancel = () => {
    job.status = 'cancelled';
    frame.status = 'cancelled';
    if (!holds(wanted)) stop.abort('cancelled');
  };
  if (job.stop.aborted) job.status = 'cancelled';
  else job.stop.addEventListener('abort', onCancel, { once: true });
  let outcome: Result;
  try {
    outcome = await decideAndPerform(run, stop, wanted, performAndTell);
  } finally {
    job.stop.removeEventListener('abort', onCancel);
  }
  conclude(run, outcome);
  return outcome;
}

function begin(
  job: JobState,
  frame: Frame,
  step: Step,
  github: Record<string, string>,
  signal: AbortSignal,
): StepRun {
  return {
    job,
    frame,
    step,
    title: titleOf(step),
    env: new Map([...job.env, ...frame.overrides]),
    github: { ...github, ...makeCommandFiles(job.machine.temp) },
    signal,
    outputs: new Map(),
    state: new Map(),
    commandFailed: false,
    ...(frame.deadline === undefined ? {} : { deadline: frame.deadline }),
  };
}

function holds(condition: () => boolean): boolean {
  try {
    return condition();
  } catch {
    return false;
  }
}

async function decideAndPerform(
  run: StepRun,
  stop: AbortController,
  wanted: () => boolean,
  perform: Post['run'],
): Promise<Result> {
  const { job, frame, step } = run;
  const { text } = placesOf(frame.home);
  try {
    const scope = scopeOfStep(job, frame, run.env, run.github);
    if (step.name !== undefined) run.title = job.masker.mask(evaluateText(step.name, text, scope));
    for (const [name, value] of step.env) run.env.set(name, evaluateText(value, text, scope));
    if (!wanted()) return 'skipped';
    const minutes = readMinutes(evaluateText(step.timeoutMinutes ?? '', text, scope));
    if (minutes > 0) run.deadline = AbortSignal.timeout(minutes * job.run.settings.minute);
    const onDeadline = () => stop.abort('timeout');
    if (run.deadline?.aborted) onDeadline();
    run.deadline?.addEventListener('abort', onDeadline, { once: true });
    try {
      return await performAndRead(run, perform);
    } finally {
      run.deadline?.removeEventListener('abort', onDeadline);
    }
  } catch (error) {
    if (run.signal.aborted) return interrupted(run);
    complain(run, problemText(error));
    return 'failure';
  }
}

/** The real runner counts whole minutes and takes a fraction away silently; we refuse one. */
function readMinutes(text: string): number {
  if (text === '') return 0;
  const minutes = Number(text);
  if (!Number.isInteger(minutes))
    throw new WorkflowProblem(`timeout-minutes: '${text}' is not a whole number`);
  return minutes;
}

async function performAndRead(run: StepRun, perform: Post['run']): Promise<Status> {
  let outcome: Status;
  try {
    outcome = await perform(run);
  } finally {
    applyCommandFiles(run);
  }
  if (run.signal.aborted && run.signal.reason === 'timeout') return interrupted(run);
  return outcome === 'success' && run.commandFailed ? 'failure' : outcome;
}

function interrupted(run: StepRun): Status {
  if (run.signal.reason !== 'timeout') {
    run.job.log('##[error]The operation was canceled.');
    return 'cancelled';
  }
  complain(run, 'The action has timed out.');
  return 'failure';
}

function applyCommandFiles(run: StepRun): void {
  const { job } = run;
  const files = readCommandFiles(run.github as ReturnType<typeof makeCommandFiles>);
  for (const [name, value] of files.env) job.env.set(name, value);
  for (const entry of files.path) job.path = [...job.path.filter((known) => known !== entry), entry];
  for (const [name, value] of files.outputs) run.outputs.set(name, value);
  for (const [name, value] of files.state) run.state.set(name, value);
  if (files.summary !== '') {
    job.run.summaries.push(
      files.summary
        .split('\n')
        .map((line) => job.masker.mask(line))
        .join('\n'),
    );
  }
  for (const complaint of [...files.complaints, ...files.fatal]) complain(run, complaint);
  if (files.fatal.length > 0) run.commandFailed = true;
}

function conclude(run: StepRun, outcome: Result): void {
  const { job, frame, step } = run;
  const conclusion = outcome === 'failure' && toleratesFailure(run) ? 'success' : outcome;
  if (step.id !== undefined) frame.records.set(step.id, { outputs: run.outputs, outcome, conclusion });
  if (conclusion === 'skipped' || conclusion === 'success') return;
  if (frame.home === 'composite') {
    if (frame.status !== 'cancelled') frame.status = conclusion;
  } else if (conclusion === 'failure' && job.status !== 'cancelled') job.status = 'failure';
}

function toleratesFailure(run: StepRun): boolean {
  const { job, frame, step } = run;
  try {
    const scope = scopeOfStep(job, frame, run.env, run.github);
    const { text } = placesOf(frame.home);
    return evaluateText(step.continueOnError ?? 'false', text, scope).toLowerCase() === 'true';
  } catch (error) {
    complain(run, problemText(error));
    return false;
  }
}

function problemText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
