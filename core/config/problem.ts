/** One thing that is wrong with the configuration. Lines and columns count from 1. */
export type ConfigProblem = {
  file: string;
  line: number;
  column: number;
  /** Where in the configuration: `agents.reviewer.tools[0]`; empty for the file as a whole. */
  key: string;
  /** What is wrong and why. Never repeats a value that is long or looks like a secret. */
  message: string;
  /** What to do about it. */
  remedy: string;
};
