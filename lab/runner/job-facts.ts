import type { JobFacts } from './contexts.ts';
import type { JobResult, Run } from './job-state.ts';
import type { Job } from './workflow.ts';

/** success() of a job asks about every job before it, however far; skipped counts as not successful. */
export function factsFor(run: Run, job: Job, results: ReadonlyMap<string, JobResult>): JobFacts {
  const before = ancestors(run, job).map((id) => results.get(id)?.result);
  const nothing: JobResult = { result: 'skipped', outputs: new Map() };
  const needs = new Map(job.needs.map((id) => [id, results.get(id) ?? nothing]));
  const worst = (['failure', 'cancelled', 'skipped'] as const).find((result) => before.includes(result));
  const status = run.order.signal.aborted ? 'cancelled' : (worst ?? 'success');
  return { run, needs, matrix: job.matrix, inputs: inputsOf(run), status };
}

function ancestors(run: Run, job: Job): string[] {
  const found = new Set<string>();
  const visit = (id: string) => {
    if (found.has(id)) return;
    found.add(id);
    run.workflow.jobs.find((each) => each.id === id)?.needs.forEach(visit);
  };
  job.needs.forEach(visit);
  return [...found];
}

/** The `inputs` context keeps booleans and numbers; `github.event.inputs` has texts only. */
function inputsOf({ workflow, order }: Run): Map<string, string | boolean | number> {
  const inputs = new Map<string, string | boolean | number>();
  for (const [name, { type, default: otherwise }] of workflow.inputs) {
    const text = order.inputs[name] ?? otherwise;
    inputs.set(name, type === 'boolean' ? text === 'true' : type === 'number' ? Number(text) : text);
  }
  for (const [name, text] of Object.entries(order.inputs)) if (!inputs.has(name)) inputs.set(name, text);
  return inputs;
}
