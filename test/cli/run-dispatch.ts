import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of this repository. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export type Finished = { code: number; out: string; err: string };

/** Runs a program with an environment of nothing but `PATH`, unless another is given, and returns how it ended. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; path?: string; env?: NodeJS.ProcessEnv },
): Promise<Finished> {
  const env = options.env ?? { PATH: options.path ?? '/usr/bin:/bin' };
  return new Promise((resolve) => {
    execFile(program, [...args], { cwd: options.cwd ?? '/', env }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, out, err });
    });
  });
}
