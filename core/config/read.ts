import type { Config } from './config.ts';
import type { ConfigProblem } from './problem.ts';

export type { ConfigProblem } from './problem.ts';

/** Reads `.github/dispatch.yml`: the configuration, or everything that is wrong with it. Never throws. */
export function readConfig(text: string, file: string): { config: Config } | { problems: ConfigProblem[] } {
  void text;
  return { problems: [{ file, line: 1, column: 1, key: '', message: 'Not read.', remedy: '' }] };
}
