import { getExecOutput } from '@actions/exec';

/** What a finished program left behind. `code` is its exit code; the streams are decoded as UTF-8. */
export type ProgramResult = { code: number; stdout: string; stderr: string };

export type ProgramOptions = {
  /** The whole environment of the program; nothing is inherited. */
  env: Record<string, string>;
  cwd?: string;
  input?: string | Buffer;
};

/**
 * Runs a program other than the agent (git, npm, apt) to its end. The arguments are always an array
 * and no shell is involved. Resolves for every exit code; rejects when the program cannot start.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramResult> {
  // The toolkit splits its first parameter like a command line: quoting keeps a path with spaces whole.
  const result = await getExecOutput(`"${program}"`, [...args], {
    env: options.env,
    silent: true,
    ignoreReturnCode: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.input === undefined ? {} : { input: Buffer.from(options.input) }),
  });
  return { code: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}
