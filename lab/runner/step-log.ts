import type { StepRun } from './job-state.ts';

/** One error line that names the step and the job. */
export function complain(run: StepRun, message: string): void {
  run.job.log(`##[error]${message} (step '${run.title}' of job '${run.job.job.id}')`);
}

/** The group that the real runner prints before a step: a title, details, and the step's environment. */
export function logStart(run: StepRun, title: string, details: readonly string[]): void {
  run.job.log(`##[group]Run ${title}`);
  for (const line of details) run.job.log(line);
  if (run.env.size > 0) run.job.log('env:');
  for (const [name, value] of run.env) run.job.log(`  ${name}: ${value}`);
  run.job.log('##[endgroup]');
}
