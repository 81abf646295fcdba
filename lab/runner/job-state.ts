import type { Status } from './expression.ts';
import type { JobOrder } from './job-order.ts';
import type { JobTeller } from './job-progress.ts';
import type { Masker } from './masker.ts';
import type { Delays } from './process.ts';
import type { Step, StepHome } from './steps.ts';
import type { Job, Workflow } from './workflow.ts';

export type Result = Status | 'skipped';

/** What a runner is set up with; every field decided. */
export type Settings = {
  root: string;
  actions: Record<string, string>;
  environment: Record<string, string>;
  toolCache: string;
  keep: boolean;
  delays: Delays;
  /** Milliseconds in one minute of `timeout-minutes`. */
  minute: number;
};

/** One run: what all its jobs share. */
export type Run = {
  settings: Settings;
  order: JobOrder;
  workflow: Workflow;
  /** Everything of this run on disk. */
  folder: string;
  artifacts: Map<string, Buffer>;
  summaries: string[];
  log: (line: string) => void;
};

/** The machine of one job: folders that no other job sees. */
export type Machine = {
  /** GITHUB_WORKSPACE. */
  workspace: string;
  temp: string;
  home: string;
  actions: string;
  eventPath: string;
  tracking: string;
};

/** How a finished job looks to the jobs that need it. */
export type JobResult = { result: Result; outputs: Map<string, string> };

/** One running job. */
export type JobState = {
  run: Run;
  job: Job;
  machine: Machine;
  token: string;
  masker: Masker;
  /** Masks and writes one line. */
  log: (line: string) => void;
  status: Status;
  /** Aborted when the run is cancelled or the job has run out of time. */
  stop: AbortSignal;
  env: Map<string, string>;
  path: string[];
  needs: Map<string, JobResult>;
  inputs: Map<string, string | boolean | number>;
  posts: Post[];
  tell: JobTeller;
  /** Process groups that steps began. */
  groups: Set<number>;
  /** Runs the steps of a composite action in this job. */
  runSteps: (frame: Frame, steps: readonly Step[]) => Promise<void>;
};

export type StepRecord = { outputs: Map<string, string>; outcome: Result; conclusion: Result };

/** One list of steps that share a `steps` context: a job's, or one composite action's. */
export type Frame = {
  home: StepHome;
  depth: number;
  records: Map<string, StepRecord>;
  inputs: Map<string, string | boolean | number>;
  /** The status of a composite action; a job's is in the job. */
  status: Status;
  /** What the steps around a composite action set in `env`. */
  overrides: Map<string, string>;
  /** Values of the `github` context that hold inside this frame. */
  github: Record<string, string>;
  /** The folder that `$/` means; a job's is its own repository, fetched when asked for. */
  source?: string;
  /** The time limit of the step around a composite action. */
  deadline?: AbortSignal;
};

/** One step while it runs. */
export type StepRun = {
  job: JobState;
  frame: Frame;
  step: Step;
  title: string;
  /** The `env` context. */
  env: Map<string, string>;
  github: Record<string, string>;
  signal: AbortSignal;
  deadline?: AbortSignal;
  outputs: Map<string, string>;
  /** STATE_ of a JavaScript action. */
  state: Map<string, string>;
  /** A workflow command or a command file failed the step, whatever its exit code. */
  commandFailed: boolean;
};

/** What an action left to do at the end of the job. */
export type Post = {
  title: string;
  condition: string;
  step: Step;
  frame: Frame;
  run: (step: StepRun) => Promise<Status>;
};
