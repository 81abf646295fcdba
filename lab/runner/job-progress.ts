import type { Status } from './expression.ts';

/** How a step or a job ended. */
type Result = Status | 'skipped';

/** How far a step or a job is; times are milliseconds since 1970. */
type Progress = {
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: Result | null;
  startedAt: number | null;
  completedAt: number | null;
};

/** A step of a job as GitHub's lists show it: those of the workflow file, between two of the runner's own. */
export type StepProgress = Progress & { name: string; number: number };

export type JobProgress = Progress & { name: string; steps: StepProgress[] };

/** Tells whoever ordered a run how far a job is, at each change. */
export type JobTeller = {
  /** The job has a machine. */
  began(): void;
  /** A step of the workflow file begins, by its place in it, under its evaluated name. */
  step(index: number, name: string): void;
  stepEnded(index: number, conclusion: Result): void;
  ended(conclusion: Result): void;
};

/** Makes the teller of one job; `names` are those of its steps before they are evaluated. */
export function tellJob(
  name: string,
  names: readonly string[],
  tell: (job: JobProgress) => void,
  now: () => number = Date.now,
): JobTeller {
  const waiting = () =>
    ({ status: 'queued', conclusion: null, startedAt: null, completedAt: null }) satisfies Progress;
  const all = ['Set up job', ...names, 'Complete job'];
  const steps = all.map((one, at): StepProgress => ({ name: one, number: at + 1, ...waiting() }));
  const job: JobProgress = { name, steps, ...waiting() };
  const begin = (one: Progress | undefined) =>
    one && Object.assign(one, { status: 'in_progress', startedAt: now() });
  const end = (one: Progress | undefined, conclusion: Result) =>
    one && Object.assign(one, { status: 'completed', conclusion, completedAt: now() });
  const told = () => tell(structuredClone(job));
  told();
  return {
    began() {
      begin(job);
      begin(steps[0]);
      end(steps[0], 'success');
      told();
    },
    step(index, evaluated) {
      const step = steps[index + 1];
      if (step) step.name = evaluated;
      begin(step);
      told();
    },
    stepEnded(index, conclusion) {
      end(steps[index + 1], conclusion);
      told();
    },
    ended(conclusion) {
      if (job.startedAt !== null) end(steps.at(-1), 'success');
      end(job, conclusion);
      told();
    },
  };
}
