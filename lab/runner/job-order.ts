import type { JobProgress } from './job-progress.ts';

/** The permissions one job asked for, by name, as its `permissions:` says. */
export type Permissions = Record<string, 'read' | 'write' | 'none'>;

/** One run of one workflow, as the GitHub stand-in hands it to a runner. */
export type JobOrder = {
  /** `workflow` is the path of the workflow file in the repository. */
  run: { id: number; number: number; attempt: number; workflow: string; event: string };
  workflowText: string;
  actor: string;
  inputs: Record<string, string>;
  /** What the workflow sees as `github.event`. */
  payload: unknown;
  /** `gitDir` is a bare repository on this machine; `ref` is a full ref, `sha` the commit of the run. */
  repository: {
    id: number;
    owner: string;
    name: string;
    gitDir: string;
    ref: string;
    sha: string;
    defaultBranch: string;
  };
  urls: { server: string; api: string };
  secrets: Record<string, string>;
  vars: Record<string, string>;
  /** Makes the GITHUB_TOKEN of one job; what it may do is enforced by the GitHub stand-in. */
  mintToken: (permissions: Permissions) => string;
  /** 'owner/name' to the folder on this machine that `uses: owner/name@ref` runs. */
  actions: Record<string, string>;
  /** Added to the environment of every step, as a machine's own variables would be. */
  environment?: Record<string, string>;
  signal: AbortSignal;
  onLog?: (line: string) => void;
  /** Hears at each change how far a job of the run is. Jobs are known by their names. */
  onJob?: (job: JobProgress) => void;
};

/** How the run ended. `outputs` is job id to that job's outputs; `summary` is Markdown. */
export type JobOutcome = {
  conclusion: 'success' | 'failure' | 'cancelled';
  artifacts: { name: string; zip: Buffer }[];
  log: string;
  summary: string;
  outputs: Record<string, Record<string, string>>;
};

export type JobRunner = (job: JobOrder) => Promise<JobOutcome>;
