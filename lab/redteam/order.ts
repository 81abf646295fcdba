/** What the step's program is told: constant for one run, in a file that only its user can read. */
export type WrittenOrder = {
  evidence: string;
  outside: string;
  home: string;
  run: string;
  markers: string[];
  holes: string[];
  task: string;
  commit: string;
  apiKey: string;
  /** The git object of the default branch's configuration. */
  configBlob: string;
  /** Where the runs of one suite keep the hash of the CLI; only their user reaches it. */
  knownHash: string;
};

/** The same with what is known only when the step has begun. */
export type StepOrder = WrittenOrder & {
  checkout: string;
  temp: string;
  /** The step's whole environment, for the hole that hands it on. */
  environment: Record<string, string>;
};
