import { checkCondition, checkText, type Place } from './expression.ts';
import { unsupported, WorkflowProblem } from './workflow-problem.ts';
import { asMapping, asText, asTexts, type Mapping, optionalText } from './yaml-shape.ts';

/** One step as written: texts still hold their `${{ }}`. */
export type Step = {
  id?: string;
  name?: string;
  condition?: string;
  env: Map<string, string>;
  continueOnError?: string;
  timeoutMinutes?: string;
  does:
    | { run: string; shell?: string; workingDirectory?: string }
    | { uses: string; with: Map<string, string> };
};

/** Where steps stand: in a workflow's job, or in a composite action, which knows fewer keys and contexts. */
export type StepHome = 'workflow' | 'composite';

const KEYS = {
  workflow: {
    run: [
      'name',
      'id',
      'if',
      'timeout-minutes',
      'run',
      'continue-on-error',
      'env',
      'working-directory',
      'shell',
    ],
    uses: ['name', 'id', 'if', 'timeout-minutes', 'uses', 'continue-on-error', 'env', 'with'],
  },
  composite: {
    run: ['name', 'id', 'if', 'run', 'env', 'continue-on-error', 'working-directory', 'shell'],
    uses: ['name', 'id', 'if', 'uses', 'env', 'continue-on-error', 'with'],
  },
} as const;

/** The place of a step's texts and of its `if`, for the evaluator's table of contexts. */
export function placesOf(home: StepHome): { text: Place; condition: Place } {
  return home === 'workflow'
    ? { text: 'step', condition: 'step if' }
    : { text: 'action step', condition: 'action step if' };
}

/** Reads and checks a list of steps. Throws `WorkflowProblem` naming the step. */
export function readSteps(value: unknown, home: StepHome, where: string): Step[] {
  if (!Array.isArray(value)) throw new WorkflowProblem(`${where} must be a list`);
  const steps = value.map((item, index) =>
    readStep(asMapping(item, `${where}[${index}]`), home, `${where}[${index}]`),
  );
  const ids = steps.flatMap((step) => step.id ?? []);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new WorkflowProblem(`${where}: the step id '${twice}' is used twice`);
  return steps;
}

function readStep(item: Mapping, home: StepHome, where: string): Step {
  if ('run' in item === 'uses' in item) {
    throw new WorkflowProblem(`${where} must have either 'run' or 'uses'`);
  }
  const kind = 'run' in item ? 'run' : 'uses';
  const allowed = KEYS[home][kind] as readonly string[];
  for (const key of Object.keys(item)) {
    if (!allowed.includes(key)) {
      throw unsupported(`'${key}' in a ${home} '${kind}' step (GitHub knows ${allowed.join(', ')})`, where);
    }
  }
  const step: Step = { env: asTexts(item['env'], `${where}.env`), does: readDeed(item, home, where) };
  const id = optionalText(item, 'id', where);
  if (id !== undefined) step.id = stepId(id, where);
  const name = optionalText(item, 'name', where);
  if (name !== undefined) step.name = name;
  const condition = optionalText(item, 'if', where);
  if (condition !== undefined) step.condition = condition;
  const continueOnError = optionalText(item, 'continue-on-error', where);
  if (continueOnError !== undefined) step.continueOnError = continueOnError;
  const timeoutMinutes = optionalText(item, 'timeout-minutes', where);
  if (timeoutMinutes !== undefined) step.timeoutMinutes = timeoutMinutes;
  checkStep(step, home, where);
  return step;
}

function stepId(id: string, where: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(id) || id.startsWith('__')) {
    throw new WorkflowProblem(`${where}: '${id}' is not a step id`);
  }
  return id;
}

function readDeed(item: Mapping, home: StepHome, where: string): Step['does'] {
  if ('uses' in item) {
    return { uses: asText(item['uses'], `${where}.uses`), with: asTexts(item['with'], `${where}.with`) };
  }
  const shell = optionalText(item, 'shell', where);
  if (home === 'composite' && shell === undefined) {
    throw new WorkflowProblem(`${where}: a composite 'run' step needs 'shell'`);
  }
  const workingDirectory = optionalText(item, 'working-directory', where);
  return {
    run: asText(item['run'], `${where}.run`),
    ...(shell === undefined ? {} : { shell }),
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
  };
}

function checkStep(step: Step, home: StepHome, where: string): void {
  const { text, condition } = placesOf(home);
  const does = step.does;
  const own =
    'run' in does ? [does.run, does.shell ?? '', does.workingDirectory ?? ''] : [...does.with.values()];
  try {
    for (const held of [...step.env.values(), ...own]) checkText(held, text);
    for (const held of [step.name, step.continueOnError, step.timeoutMinutes]) checkText(held ?? '', text);
    if (step.condition !== undefined) checkCondition(step.condition, condition);
    if ('uses' in does && does.uses.includes('${{')) throw new WorkflowProblem('uses: takes no expression');
  } catch (error) {
    throw new WorkflowProblem(`${where}: ${(error as Error).message}`);
  }
}
