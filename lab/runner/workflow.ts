import { checkCondition, checkText, type Place } from './expression.ts';
import type { Permissions } from './job-order.ts';
import { readMatrix, spread } from './matrix.ts';
import { readPermissions } from './permissions.ts';
import { readSteps, type Step } from './steps.ts';
import { WorkflowProblem } from './workflow-problem.ts';
import {
  asList,
  asMapping,
  asText,
  asTexts,
  type Mapping,
  onlyKeys,
  optionalText,
  readYaml,
} from './yaml-shape.ts';

/** `defaults.run`. */
export type RunDefaults = { shell?: string; workingDirectory?: string };

/** One job as written: texts still hold their `${{ }}`. */
export type Job = {
  id: string;
  name: string;
  needs: string[];
  /** Its values of `strategy.matrix`; empty without one. */
  matrix: Record<string, string>;
  condition?: string;
  permissions: Permissions;
  runsOn: string[];
  env: Map<string, string>;
  defaults: RunDefaults;
  timeoutMinutes: string;
  continueOnError: string;
  outputs: Map<string, string>;
  steps: Step[];
};

/** One input of `on.workflow_dispatch`. */
export type DispatchInput = { type: string; default: string };

export type Workflow = {
  name: string;
  env: Map<string, string>;
  inputs: Map<string, DispatchInput>;
  /** In the order they are written. */
  jobs: Job[];
};

const ROOT_KEYS = [
  'on',
  'name',
  'description',
  'run-name',
  'env',
  'defaults',
  'permissions',
  'concurrency',
  'jobs',
];
const JOB_KEYS = [
  'name',
  'needs',
  'if',
  'permissions',
  'runs-on',
  'env',
  'defaults',
  'timeout-minutes',
  'continue-on-error',
  'concurrency',
  'outputs',
  'strategy',
  'steps',
];

/**
 * Reads a workflow file and checks all of it, expressions included, before anything runs.
 * Throws `WorkflowProblem` naming the place for what GitHub refuses or this stand-in does not do.
 */
export function readWorkflow(text: string, file: string): Workflow {
  const root = readYaml(text, file);
  onlyKeys(root, ROOT_KEYS, file);
  if (!('on' in root)) throw new WorkflowProblem(`${file}: 'on' is missing`);
  const env = asTexts(root['env'], `${file}: env`);
  checkAll(env.values(), 'workflow env', `${file}: env`);
  checkAll([optionalText(root, 'run-name', file) ?? ''], 'run-name', `${file}: run-name`);
  const shared = { permissions: root['permissions'], defaults: readDefaults(root['defaults'], file) };
  const written = asMapping(root['jobs'], `${file}: jobs`);
  const read = Object.entries(written).map(([id, held]) => {
    const where = `${file}: jobs.${id}`;
    const job = asMapping(held, where);
    return { job: readJob(id, job, shared, where), all: readMatrix(job['strategy'], `${where}.strategy`) };
  });
  const jobs = spread(read, written);
  if (jobs.length === 0) throw new WorkflowProblem(`${file}: there is no job`);
  checkNeeds(jobs, file);
  return { name: optionalText(root, 'name', file) ?? file, env, inputs: readInputs(root['on'], file), jobs };
}

function readJob(
  id: string,
  job: Mapping,
  shared: { permissions: unknown; defaults: RunDefaults },
  where: string,
): Job {
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(id)) throw new WorkflowProblem(`${where}: '${id}' is not a job id`);
  onlyKeys(job, JOB_KEYS, where);
  const runsOn = asList(job['runs-on'], `${where}.runs-on`);
  if (runsOn.length === 0) throw new WorkflowProblem(`${where}: 'runs-on' is missing`);
  const condition = optionalText(job, 'if', where);
  const read: Job = {
    id,
    name: optionalText(job, 'name', where) ?? id,
    needs: asList(job['needs'], `${where}.needs`),
    matrix: {},
    permissions: readPermissions('permissions' in job ? job['permissions'] : shared.permissions, where),
    runsOn,
    env: asTexts(job['env'], `${where}.env`),
    defaults: { ...shared.defaults, ...readDefaults(job['defaults'], where) },
    timeoutMinutes: optionalText(job, 'timeout-minutes', where) ?? '360',
    continueOnError: optionalText(job, 'continue-on-error', where) ?? 'false',
    outputs: asTexts(job['outputs'], `${where}.outputs`),
    steps: readSteps(job['steps'], 'workflow', `${where}.steps`),
    ...(condition === undefined ? {} : { condition }),
  };
  checkJob(read, where);
  return read;
}

function checkJob(job: Job, where: string): void {
  checkAll(job.env.values(), 'job env', `${where}.env`);
  checkAll(job.outputs.values(), 'job output', `${where}.outputs`);
  checkAll([job.name, job.timeoutMinutes, job.continueOnError, ...job.runsOn], 'job', where);
  checkAll([job.defaults.shell ?? '', job.defaults.workingDirectory ?? ''], 'job defaults', where);
  try {
    if (job.condition !== undefined) checkCondition(job.condition, 'job if');
  } catch (error) {
    throw new WorkflowProblem(`${where}: ${(error as Error).message}`);
  }
}

function checkAll(texts: Iterable<string>, place: Place, where: string): void {
  try {
    for (const text of texts) checkText(text, place);
  } catch (error) {
    throw new WorkflowProblem(`${where}: ${(error as Error).message}`);
  }
}

function checkNeeds(jobs: Job[], file: string): void {
  const settled = new Set<string>();
  for (let left = jobs; left.length > 0; left = left.filter((job) => !settled.has(job.id))) {
    const ready = left.filter((job) => job.needs.every((need) => settled.has(need)));
    if (ready.length === 0) {
      const stuck = left.map((job) => `${job.id} needs ${job.needs.join(', ')}`).join('; ');
      throw new WorkflowProblem(
        `${file}: jobs that wait for one another or for a job that does not exist: ${stuck}`,
      );
    }
    for (const job of ready) settled.add(job.id);
  }
}

function readDefaults(value: unknown, where: string): RunDefaults {
  if (value === undefined || value === null) return {};
  const defaults = asMapping(value, `${where}.defaults`);
  onlyKeys(defaults, ['run'], `${where}.defaults`);
  const run = asMapping(defaults['run'] ?? {}, `${where}.defaults.run`);
  onlyKeys(run, ['shell', 'working-directory'], `${where}.defaults.run`);
  const shell = optionalText(run, 'shell', where);
  const workingDirectory = optionalText(run, 'working-directory', where);
  return {
    ...(shell === undefined ? {} : { shell }),
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
  };
}

function readInputs(on: unknown, file: string): Map<string, DispatchInput> {
  if (typeof on !== 'object' || on === null || Array.isArray(on)) return new Map();
  const dispatch = (on as Mapping)['workflow_dispatch'];
  if (dispatch === undefined || dispatch === null) return new Map();
  const inputs = asMapping(dispatch, `${file}: on.workflow_dispatch`)['inputs'] ?? {};
  const where = `${file}: on.workflow_dispatch.inputs`;
  return new Map(
    Object.entries(asMapping(inputs, where)).map(([name, held]) => {
      const input = asMapping(held ?? {}, `${where}.${name}`);
      onlyKeys(input, ['description', 'required', 'type', 'default', 'options', 'deprecationMessage'], where);
      return [
        name,
        { type: asText(input['type'] ?? 'string', where), default: asText(input['default'], where) },
      ];
    }),
  );
}
