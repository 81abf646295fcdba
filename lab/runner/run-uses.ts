import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { type ActionFile, readAction } from './action-file.ts';
import { BUILT_IN } from './built-in.ts';
import { JAVASCRIPT_DUMMIES, scopeOfStep } from './contexts.ts';
import { evaluateText, type Status } from './expression.ts';
import { findAction } from './find-action.ts';
import type { Frame, StepRun } from './job-state.ts';
import { runInStep } from './run-in-step.ts';
import { logStart } from './step-log.ts';
import { placesOf } from './steps.ts';
import { WorkflowProblem } from './workflow-problem.ts';

/** GitHub's limit on composite actions inside composite actions. */
const MAX_DEPTH = 9;

/** Runs an action: one of the built-in stand-ins, a JavaScript action or a composite one. */
export async function runUses(
  run: StepRun,
  does: { uses: string; with: Map<string, string> },
): Promise<Status> {
  const { job, frame } = run;
  const { text } = placesOf(frame.home);
  const scope = scopeOfStep(job, frame, run.env, run.github);
  const given = new Map(
    [...does.with].map(([name, value]) => [name.toLowerCase(), evaluateText(value, text, scope)]),
  );
  const builtIn = builtInFor(run, does.uses);
  if (builtIn) {
    logAction(run, does.uses, given);
    return builtIn(run, given, does.uses.split('@')[1] ?? '');
  }
  const found = await findAction(run, does.uses);
  const action = readAction(found.folder, does.uses);
  const inputs = withDefaults(run, action, given);
  logAction(run, does.uses, inputs);
  const github = { ...frame.github, action_path: found.folder, ...found.github };
  if (action.runs.kind === 'javascript')
    return runJavaScript(run, found.folder, action.runs, inputs, found.github);
  return runComposite(run, { ...found, github }, action.runs, inputs);
}

function builtInFor(run: StepRun, uses: string) {
  const name = uses.split('@')[0] ?? '';
  return name in run.job.run.settings.actions ? undefined : BUILT_IN.get(name);
}

function withDefaults(run: StepRun, action: ActionFile, given: Map<string, string>): Map<string, string> {
  const { job, frame } = run;
  const known = action.inputs.map((input) => input.name);
  const unexpected = [...given.keys()].filter((name) => !known.includes(name));
  if (unexpected.length > 0) {
    job.log(
      `##[warning]Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${known.join("', '")}']`,
    );
  }
  const inputs = new Map(given);
  const scope = scopeOfStep(job, frame, run.env, run.github);
  for (const input of action.inputs) {
    if (inputs.has(input.name)) continue;
    if (input.required && input.default === undefined) {
      throw new WorkflowProblem(`the action '${action.name}' requires the input '${input.name}'`);
    }
    inputs.set(input.name, evaluateText(input.default ?? '', 'input default', scope));
  }
  return inputs;
}

function logAction(run: StepRun, uses: string, inputs: Map<string, string>): void {
  const shown = [...inputs].filter(([, value]) => value !== '').map(([name, value]) => `  ${name}: ${value}`);
  logStart(run, uses, shown.length > 0 ? ['with:', ...shown] : []);
}

type JavaScript = Extract<ActionFile['runs'], { kind: 'javascript' }>;

async function runJavaScript(
  run: StepRun,
  folder: string,
  action: JavaScript,
  inputs: Map<string, string>,
  github: Record<string, string>,
): Promise<Status> {
  const { job, frame } = run;
  const start = (step: StepRun, file: string) => {
    const script = join(folder, file);
    if (!existsSync(script)) throw new WorkflowProblem(`the action has no file '${file}' in '${folder}'`);
    Object.assign(step.github, github);
    const state = [...run.state].map(([name, value]) => [`STATE_${name}`, value]);
    const extra = { ...Object.fromEntries(state), ...inputVariables(inputs), ...JAVASCRIPT_DUMMIES };
    return runInStep(step, { program: process.execPath, args: [script], cwd: job.machine.workspace, extra });
  };
  const { post } = action;
  if (post !== undefined) {
    const condition = action.postIf ?? 'always()';
    job.posts.push({
      title: `Post ${run.title}`,
      condition,
      step: run.step,
      frame,
      run: (step) => start(step, post),
    });
  }
  return start(run, action.main);
}

function inputVariables(inputs: Map<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...inputs].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
}

async function runComposite(
  run: StepRun,
  found: { github: Record<string, string>; source?: string },
  action: Extract<ActionFile['runs'], { kind: 'composite' }>,
  inputs: Map<string, string>,
): Promise<Status> {
  const { job, frame, step } = run;
  if (frame.depth >= MAX_DEPTH) {
    throw new WorkflowProblem(`composite actions are nested deeper than ${MAX_DEPTH}`);
  }
  const inner: Frame = {
    home: 'composite',
    depth: frame.depth + 1,
    records: new Map(),
    inputs,
    status: 'success',
    overrides: new Map([...frame.overrides, ...[...step.env.keys()].map(fromEnv(run))]),
    github: { ...frame.github, ...run.github, ...found.github },
    ...(found.source === undefined ? {} : { source: found.source }),
    ...(run.deadline === undefined ? {} : { deadline: run.deadline }),
  };
  await job.runSteps(inner, action.steps);
  const scope = scopeOfStep(job, inner, run.env, {});
  for (const [name, text] of action.outputs)
    run.outputs.set(name, evaluateText(text, 'action output', scope));
  return inner.status;
}

function fromEnv(run: StepRun): (name: string) => [string, string] {
  return (name) => [name, run.env.get(name) ?? ''];
}
