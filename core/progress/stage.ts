/** A job of a run, as GitHub lists it. Names are whatever the workflow says. */
export type JobFacts = {
  readonly name: string;
  readonly status: string;
  readonly steps: readonly { readonly name: string; readonly number: number; readonly status: string }[];
};

/** Where a run is. `step`: null between two steps. */
export type Stage = {
  readonly job: string;
  readonly step: { readonly name: string; readonly number: number } | null;
  /** How many steps the job has. */
  readonly steps: number;
};

/** Names are cut to so many characters: they are here to be recognised. */
const LONGEST_NAME = 80;

/** The job that is under way and its step; null when none is. */
export function stageOf(jobs: readonly JobFacts[]): Stage | null {
  const job = jobs.find(({ status }) => status === 'in_progress');
  if (job === undefined) return null;
  const step = job.steps.find(({ status }) => status === 'in_progress');
  return {
    job: shortened(job.name),
    step: step === undefined ? null : { name: shortened(step.name), number: step.number },
    steps: job.steps.length,
  };
}

function shortened(name: string): string {
  const characters = [...name.toWellFormed()];
  return characters.length <= LONGEST_NAME
    ? characters.join('')
    : `${characters.slice(0, LONGEST_NAME).join('')}…`;
}
